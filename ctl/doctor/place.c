/* SPDX-License-Identifier: MIT */
/* place.c -- checks the database and the files around it. */
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "ctl/doctor/place.h"
#include "shared/base/acting.h"
#include "shared/db/disk.h"
#include "shared/db/file.h"
#include "shared/store/picture_file.h"

static const char *const help[] = {
	[CAUSE_FOREIGN] = "name another file in ryot.conf, or install the version that wrote it",
	[CAUSE_DAMAGED] = "restore the last backup: ryotctl restore FILE",
	[CAUSE_LOCKED] = "nothing says that it is damaged: see who has it open with fuser -v FILE, "
			 "and end that program",
	[CAUSE_NO_LOCKS] = "nothing says that it is damaged: stop the service and move it to a "
			   "local disk, see INSTALL.md, section 5",
	[CAUSE_CLOSED] = "nothing says that it is damaged: run this as root or as the user of the "
			 "service (runuser -u ryot -- ryotctl doctor), and see the check of files",
	[CAUSE_DISK] = "the disk may be failing: see dmesg, and copy the file to another disk "
		       "before anything else",
};

/* Damage may spare what other checks need, so the store is left open then. */
static enum err examine_and_open(struct cx *cx, struct doctor *d, struct store_facts *facts)
{
	const char *path = d->ctl->conf->database;
	enum err err = store_examine(cx, path, facts);
	struct cx aside = { .arena = cx->arena, .now_ms = cx->now_ms };

	if (err != OK && facts->cause != CAUSE_DAMAGED)
		return err;
	if (store_open(&aside, path, STORE_READ, &d->store) == OK)
		arena_hold(cx->arena, &d->held, store_release, d->store);
	else
		d->store = NULL;
	return err;
}

static enum err examine(struct cx *cx, struct doctor *d, struct store_facts *facts)
{
	enum err err;

	*facts = (struct store_facts){ 0 };
	TRY(acting_begin(cx, d->ctl->conf->database));
	err = examine_and_open(cx, d, facts);
	acting_end();
	return err;
}

void doctor_database(struct cx *cx, struct doctor *d)
{
	const char *path = d->ctl->conf->database;
	struct store_facts facts;
	enum err err;

	if (access(path, F_OK) != 0) {
		bool is_missing = errno == ENOENT;

		doctor_tell(d, FINDING_WRONG,
			arena_printf(cx->arena, "%s: %s", path, strerror(errno)),
			is_missing ? "ryot-cgi creates it when it starts; if it existed "
				     "before: ryotctl restore FILE"
				   : help[CAUSE_CLOSED]);
		return;
	}
	err = examine(cx, d, &facts);
	if (err != OK)
		doctor_tell(d, FINDING_WRONG, arena_strdup(cx->arena, cx->note), help[facts.cause]);
	else if (facts.is_older)
		doctor_tell(d, FINDING_LOOK, "its format is older than this program",
			"ryot-cgi upgrades it when it starts: "
			"systemctl restart 'ryot-cgi@*.service'");
	else
		doctor_tell(d, FINDING_WELL,
			arena_printf(cx->arena, "%s is sound: %" PRId64 " users, %" PRId64 " plays",
				path, facts.users, facts.plays),
			NULL);
}

static const char *folder_of(struct cx *cx, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return ".";
	return arena_strndup(cx->arena, path, (size_t)(slash - path + 1));
}

/* True if owner and mode are right, or the file does not exist. */
static bool is_file_well(
	struct cx *cx, struct doctor *d, const char *path, const struct stat *folder)
{
	struct stat file;

	if (stat(path, &file) != 0)
		return true;
	if (file.st_uid != folder->st_uid) {
		doctor_tell(d, FINDING_WRONG,
			arena_printf(cx->arena, "%s has another owner than its folder", path),
			arena_printf(
				cx->arena, "chown --reference=%s %s", folder_of(cx, path), path));
		return false;
	}
	if (file.st_mode & S_IRWXO) {
		doctor_tell(d, FINDING_WRONG,
			arena_printf(cx->arena, "other users may open %s", path),
			arena_printf(cx->arena, "chmod o= %s", path));
		return false;
	}
	return true;
}

void doctor_files(struct cx *cx, struct doctor *d)
{
	static const char *const suffixes[] = { "", "-wal", "-shm", ".yank.lock" };
	const char *path = d->ctl->conf->database;
	const char *name = folder_of(cx, path);
	struct stat folder;
	bool is_well = true;

	if (stat(name, &folder) != 0) {
		doctor_tell(d, FINDING_WRONG,
			arena_printf(cx->arena, "%s: %s", name, strerror(errno)),
			"create it: install -d -o ryot -g ryot -m 751 FOLDER");
		return;
	}
	for (size_t i = 0; i < NELEM(suffixes); i++)
		is_well = is_file_well(cx, d, arena_printf(cx->arena, "%s%s", path, suffixes[i]),
				  &folder) &&
			  is_well;
	is_well = is_file_well(cx, d, d->ctl->conf->key_file, &folder) && is_well;
	if (access(name, W_OK) != 0) {
		doctor_tell(d, FINDING_LOOK,
			arena_printf(cx->arena, "you may not write to %s", name),
			"run this as the user of the service: runuser -u ryot -- "
			"ryotctl doctor");
		return;
	}
	if (is_well)
		doctor_tell(d, FINDING_WELL, "owners and modes are right", NULL);
}

void doctor_disk(struct cx *cx, struct doctor *d)
{
	enum { WRONG_MIB = 50, LOOK_MIB = 500 };
	const char *name = folder_of(cx, d->ctl->conf->database);
	struct statvfs fs;
	unsigned long long mib;
	const char *network = disk_network(cx, d->ctl->conf->database);

	if (network)
		doctor_tell(d, FINDING_LOOK,
			arena_printf(cx->arena, "the database is on a network file system (%s)",
				network),
			"SQLite's log and locks are not safe there, and history can be lost: "
			"move it to a local disk, see INSTALL.md, section 5");
	if (statvfs(name, &fs) != 0)
		return; /* doctor_files reports the folder */
	mib = (unsigned long long)fs.f_bavail * fs.f_frsize >> 20;
	doctor_tell(d,
		mib < WRONG_MIB || (fs.f_files > 0 && fs.f_favail == 0) ? FINDING_WRONG
		: mib < LOOK_MIB                                        ? FINDING_LOOK
									: FINDING_WELL,
		arena_printf(cx->arena, "%llu MiB are free in %s", mib, name),
		mib < LOOK_MIB ? "free some space: reports are refused on a full disk, "
				 "and senders do not retry"
			       : NULL);
}

/* They are opened by nginx, which is another user. */
void doctor_pictures(struct cx *cx, struct doctor *d)
{
	const char *folder = picture_folder(cx, d->ctl->conf->database);
	const char *above = folder_of(cx, folder);
	struct stat own, outer;

	if (stat(folder, &own) != 0 || stat(above, &outer) != 0)
		return; /* there are none yet, or doctor_files reports the folder */
	if (own.st_uid != outer.st_uid)
		doctor_tell(d, FINDING_WRONG,
			arena_printf(cx->arena, "%s has another owner than its folder", folder),
			arena_printf(cx->arena, "chown -R --reference=%s %s", above, folder));
	else if (!(own.st_mode & S_IXOTH) || !(outer.st_mode & S_IXOTH))
		doctor_tell(d, FINDING_LOOK,
			arena_printf(cx->arena, "nginx may not open the pictures in %s", folder),
			arena_printf(cx->arena, "chmod o+x %s %s", above, folder));
	else
		doctor_tell(d, FINDING_WELL, arena_printf(cx->arena, "are in %s", folder), NULL);
}
