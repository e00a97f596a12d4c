# SPDX-License-Identifier: MIT
# `make help` lists the targets. Output goes to build/<flavour>/.
#
# release  for users                     asan  for tests: gcc, address + undefined
# fuzz     for fuzzing: clang, libFuzzer  cov   for coverage
#
# FLAVOUR=asan selects a flavour; CFLAGS, LDFLAGS and CC are free for the user;
# V=1 prints the commands.
FLAVOUR ?= release
PREFIX  ?= /usr/local
ETC     ?= /etc
TIME    ?= 30
NEED    ?= .ci/need
B       := build/$(FLAVOUR)
Q       := $(if $(V),,@)

all: ## build the programs (FLAVOUR=release)

# --- Debian packages ----------------------------------------------------------
# Named as in Debian 12 and 13. Tests see only programs of these packages.
NEED_BUILD := gcc libc6-dev libfcgi-dev libjson-c-dev libsqlite3-dev \
	libsodium-dev libunistring-dev libcurl4-openssl-dev libcsv-dev \
	libmd-dev libminizip-dev zlib1g-dev \
	libjpeg62-turbo-dev libpng-dev libseccomp-dev
NEED_RUN   := $(NEED_BUILD) nginx curl tzdata python3
NEED_DEB   := $(NEED_BUILD) build-essential debhelper python3
NEED_CHECK := $(NEED_RUN) clang libclang-rt-dev llvm clang-format cppcheck \
	shellcheck codespell universal-ctags libcmocka-dev python3-pytest openssl \
	python3-hypothesis python3-jsonschema mandoc systemd pyflakes3 kodi xvfb ffmpeg \
	chromium chromium-driver npm python3-selenium python3-pytest-timeout tidy \
	strace valgrind wrk debootstrap iproute2 lintian build-essential debhelper postgresql

need-build: ## install the packages that `make` needs, if missing
	@$(NEED) $(NEED_BUILD)
need-run: ## ... and what `make run` needs
	@$(NEED) $(NEED_RUN)
need-check: ## ... and what `make check` needs
	@$(NEED) $(NEED_CHECK)
	@$(if $(ONLY),.ci/only $(ONLY) $(NEED_CHECK))
packages-%: # prints a list: build, run, deb, check
	@echo $(NEED_$(shell echo $* | tr a-z A-Z))

# Tests run with a PATH of the listed packages only, so a program missing from the
# lists fails here too. Without Debian (NEED=:) the PATH is left alone.
ONLY    := $(if $(filter :,$(NEED)),,$(CURDIR)/build/only)
STAGES  := lint unit contract e2e browser addon kodi install-check faults budget fuzz
$(STAGES) install-tests: export PATH := $(or $(ONLY),$(PATH))
# need-check installs packages, so it keeps the full PATH.
need-check: export PATH := $(PATH)

# --- flags --------------------------------------------------------------------
ifeq ($(origin CC),default)
CC := gcc
endif
# ASSETS is part of the URLs of style sheet and script, so that browsers may cache
# them forever.
ASSETS    := $(firstword $(shell cat cgi/static/* | cksum))
# Files beyond 2 GiB and times beyond 2038, on processors of 32 bits, too.
CPPSTD    := -std=c11 -D_POSIX_C_SOURCE=200809L -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64 \
	-I. -DASSETS='"$(ASSETS)"'
WARN_BOTH := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
	-Wformat=2 -Wstrict-prototypes -Wmissing-prototypes \
	-Wold-style-definition -Wcast-qual -Wpointer-arith -Wwrite-strings \
	-Wvla -Wundef -Wnull-dereference -Wdouble-promotion \
	-Wredundant-decls -Wdate-time
WARN_GCC  := $(WARN_BOTH) -Wlogical-op -Wduplicated-cond \
	-Wduplicated-branches -Wjump-misses-init -Wtrampolines -Walloca \
	-Walloc-zero -Wcast-align=strict -Wrestrict -Wformat-signedness \
	-Warith-conversion -Wstringop-overflow=4 -Wimplicit-fallthrough=5 \
	-Wunused-macros
WARN_CLANG := $(WARN_BOTH) -Wcomma -Wassign-enum -Wunreachable-code \
	-Wconditional-uninitialized -Wmissing-variable-declarations
# cmocka passes every test a state that few use; libFuzzer declares no prototypes.
WARN_TESTS := -Wno-unused-parameter -Wno-missing-prototypes

SANITIZE := -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=all
# x86 only; for other processors, which may not be this machine's, it is an error.
CF_PROTECTION := $(if $(filter x86_64-% i386-% i686-%,$(shell \
	$(CC) -dumpmachine 2>/dev/null)),-fcf-protection)
C_release := -O2 -g -D_FORTIFY_SOURCE=3 -fstack-protector-strong \
	-fstack-clash-protection $(CF_PROTECTION) -fPIE
L_release := -pie -Wl,-z,relro,-z,now,-z,noexecstack
# False positive of gcc 14: it takes fresh memory that is passed to the sanitizer for
# a read. The release build keeps the warning.
C_asan    := -O1 $(SANITIZE) -Wno-maybe-uninitialized
L_asan    := $(SANITIZE)
C_fuzz    := -O1 $(SANITIZE) -fsanitize=fuzzer-no-link
L_fuzz    := $(SANITIZE) -fsanitize=fuzzer
C_cov     := -O0 -g --coverage
L_cov     := --coverage

export UBSAN_OPTIONS := print_stacktrace=1

ifeq ($(C_$(FLAVOUR)),)
$(error unknown FLAVOUR=$(FLAVOUR): release, asan, fuzz or cov)
endif
ifeq ($(FLAVOUR),fuzz)
override CC := clang
endif
WARN := $(if $(findstring clang,$(CC)),$(WARN_CLANG),$(WARN_GCC))
# Warnings are errors in test builds (WERROR= disables that), not in release builds.
WERROR := $(if $(filter release,$(FLAVOUR)),,-Werror)

# --- linking ------------------------------------------------------------------
# Every .c file below a folder is found, so new files need no entry here.
c_files  = $(sort $(shell find $(1) -name '*.c'))
objects  = $(patsubst %.c,$(B)/%.o,$(c_files))
SQL     := $(sort $(wildcard shared/db/sql/*.sql))
# One archive: the linker takes the members that a program calls.
SHARED  := $(B)/shared.a
CGI     := $(call objects,cgi)
CTL     := $(call objects,ctl)
WORKER  := $(call objects,worker)
# Tests see everything but main.
TESTED  := $(filter-out %/main.o,$(CGI) $(WORKER)) $(SHARED)
LIBS    := -ljson-c -lsqlite3 -lsodium -lunistring -lcsv -lmd -lminizip -lm

PROGRAMS := $(B)/ryot-cgi $(B)/ryotctl $(B)/ryot-yank
UNIT     := $(patsubst %.c,$(B)/%,$(wildcard tests/unit/test_*.c))
CONTRACT := $(patsubst %.c,$(B)/%,$(wildcard tests/contract/test_*.c))
FUZZ     := $(patsubst %.c,$(B)/%,$(wildcard tests/fuzz/fuzz_*.c))
# Preloaded into the programs by benchmarks and faults.
SHIMS    := $(patsubst %.c,$(B)/%.so,$(wildcard tests/shims/*.c))
CEILING  := $(B)/tests/bench/ceiling

all: $(PROGRAMS)
$(SHARED): $(call objects,shared) $(B)/shared/db/schema.o
	@echo '  ar   $@'
	$Qrm -f $@
	$Q$(AR) rcD $@ $^
# Only programs that send requests link libcurl; ryot-cgi does not.
$(B)/ryot-cgi: $(CGI)
$(B)/ryot-cgi: LIBS := -lfcgi $(LIBS)
$(B)/ryotctl: $(CTL)
$(B)/ryot-yank: $(WORKER)
# Of pictures, which the worker alone opens.
PICTURE  := -ljpeg -lpng -lseccomp
$(B)/ryotctl: LIBS := -lcurl $(LIBS)
$(B)/ryot-yank: LIBS := -lcurl $(PICTURE) $(LIBS)
$(UNIT) $(CONTRACT): LIBS := -lcmocka -lfcgi -lcurl $(PICTURE) $(LIBS)
$(FUZZ): LIBS := -lfcgi -lcurl $(PICTURE) $(LIBS)
$(UNIT) $(CONTRACT) $(FUZZ): %: %.o $(TESTED)
$(B)/tests/unit/test_ceilings_ctl: $(filter-out %/main.o,$(CTL))

$(CEILING): $(B)/tests/bench/ceiling.o $(filter-out %/main.o %/routes.o,$(CGI))
$(CEILING): LIBS := -lfcgi $(LIBS)

$(PROGRAMS) $(UNIT) $(CONTRACT) $(FUZZ) $(CEILING): $(SHARED)
	@echo '  link $@'
	$Q$(CC) $(L_$(FLAVOUR)) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(SHARED) \
		-Wl,--as-needed $(LIBS)

$(B)/cgi/web/frame.o: $(wildcard cgi/static/*)
# Objects depend on the Makefile, so a changed flag rebuilds them.
COMPILE = $(CC) $(CPPSTD) $(CPPFLAGS) $(WARN) $(WERROR) $(C_$(FLAVOUR)) \
	$(CFLAGS) -MMD -MP -c -o $@ $<
$(B)/tests/%.o: WARN += $(WARN_TESTS)
$(B)/%.o: %.c Makefile | $(B)/.libraries
	@mkdir -p $(@D)
	@echo '  cc   $@'
	$Q$(COMPILE)
$(B)/%.o: $(B)/%.c Makefile | $(B)/.libraries
	@echo '  cc   $@'
	$Q$(COMPILE)
$(B)/tests/shims/%.so: tests/shims/%.c Makefile
	@mkdir -p $(@D)
	@echo '  so   $@'
	$Q$(CC) -std=c11 -Wall -Wextra -Werror -O1 -fPIC -shared -o $@ $< -ldl
$(B)/shared/db/schema.c: shared/db/sql $(SQL) shared/db/sql/embed.sh
	@mkdir -p $(@D)
	@shared/db/sql/embed.sh $(SQL) >$@

# Reports a missing header more clearly than the compiler does.
HEADERS_NEEDED := fcgiapp.h json-c/json.h sqlite3.h sodium.h \
	unicase.h curl/curl.h csv.h md5.h minizip/unzip.h \
	png.h seccomp.h
$(B)/.libraries: Makefile
	@mkdir -p $(@D)
	@printf '#include <%s>\n' $(HEADERS_NEEDED) | \
		$(CC) -E -o /dev/null -xc - 2>$@.log || { \
		grep -im1 -e 'not found' -e 'no such file' $@.log; \
		echo 'The compiler or a library is missing. On Debian:' \
		'make need-build, which installs $(NEED_BUILD)'; exit 1; } >&2
	@touch $@

.DELETE_ON_ERROR:
-include $(shell find $(B) -name '*.d' 2>/dev/null)

# --- run and install ----------------------------------------------------------
run: need-run ## start it behind a private nginx (PORT=8080 DATA=data)
	+@$(SUB) FLAVOUR=release all build/script.ryot.zip
	@nginx/run.sh

# The site file and the settings belong to the administrator and are never replaced.
# INSTALL.md describes the next steps. PREFIX is where the files find each other.
UNITS ?= $(PREFIX)/lib/systemd/system
D      = $(DESTDIR)
at_prefix = sed 's|/usr/local/|$(PREFIX)/|g' $(1) >$(D)$(2) && \
	chmod 644 $(D)$(2)
keep = test -e $(D)$(2) || install -m 644 $(1) $(D)$(2)
install: all build/script.ryot.zip ## install everything (DESTDIR= PREFIX= ETC= UNITS=)
	install -d $(D)$(PREFIX)/bin $(D)$(PREFIX)/share/ryot/static \
		$(D)$(PREFIX)/share/bash-completion/completions $(D)$(UNITS) \
		$(addprefix $(D)$(PREFIX)/share/man/man,1 5 8) \
		$(D)$(ETC)/ryot $(D)$(ETC)/cron.d $(D)$(ETC)/nginx/ryot \
		$(D)$(ETC)/nginx/sites-available
	install $(PROGRAMS) $(D)$(PREFIX)/bin
	install -m 644 cgi/static/* $(D)$(PREFIX)/share/ryot/static
	install -m 644 build/script.ryot.zip $(D)$(PREFIX)/share/ryot
	rm -rf $(D)$(PREFIX)/share/ryot/kodi
	cp -r build/repository $(D)$(PREFIX)/share/ryot/kodi
	chmod -R u=rwX,go=rX $(D)$(PREFIX)/share/ryot/kodi
	$(call at_prefix,kodi/repository.sh,$(PREFIX)/share/ryot/kodi-repository)
	chmod 755 $(D)$(PREFIX)/share/ryot/kodi-repository
	$(foreach page,$(wildcard man/*.[158]),install -m 644 $(page) \
		$(D)$(PREFIX)/share/man/man$(subst .,,$(suffix $(page)));)
	install -m 644 ctl/ryotctl.bash \
		$(D)$(PREFIX)/share/bash-completion/completions/ryotctl
	install -m 644 cgi/systemd/ryot-cgi@.socket $(D)$(UNITS)
	$(call at_prefix,cgi/systemd/ryot-cgi@.service,$(UNITS)/ryot-cgi@.service)
	install -m 755 -d $(D)$(UNITS)/ryot-cgi@web.service.d
	install -m 644 cgi/systemd/ryot-cgi@web.service.d/yield.conf \
		$(D)$(UNITS)/ryot-cgi@web.service.d
	install -m 644 worker/systemd/ryot-yank.socket worker/systemd/ryot-yank.timer $(D)$(UNITS)
	$(call at_prefix,worker/systemd/ryot-yank.service,$(UNITS)/ryot-yank.service)
	$(call at_prefix,worker/systemd/ryot-yank-once.service,$(UNITS)/ryot-yank-once.service)
	$(call at_prefix,worker/ryot-yank.cron,$(ETC)/cron.d/ryot-yank)
	$(call at_prefix,nginx/ryot-locations.conf,$(ETC)/nginx/ryot/ryot-locations.conf)
	install -m 644 nginx/ryot-http.conf nginx/fastcgi_ryot.conf \
		$(D)$(ETC)/nginx/ryot
	$(call keep,nginx/ryot.conf,$(ETC)/nginx/sites-available/ryot.conf)
	$(call keep,shared/base/ryot.conf,$(ETC)/ryot/ryot.conf)

# Built from a copy of the tree, without build output, data and history.
DEB := build/deb
deb: ## build the Debian package, in build/deb
	@$(NEED) $(NEED_DEB)
	rm -rf $(DEB)
	mkdir -p $(DEB)/src
	tar -c --exclude=./build --exclude=./data --exclude=./.git . | \
		tar -x -C $(DEB)/src
	cd $(DEB)/src && DEB_BUILD_OPTIONS=noautodbgsym \
		dpkg-buildpackage -b -us -uc
	rm -r $(DEB)/src
	@ls $(DEB)/*.deb

# The add-on, and the repository in which Kodi finds its updates. Reproducible: the same tree gives the same bytes.
script.ryot.zip: build/script.ryot.zip ## the Kodi add-on, as build/script.ryot.zip
build/script.ryot.zip: kodi/pack.py LICENSE \
	$(shell find kodi/script.ryot kodi/repository.ryot -type f ! -name '*.pyc')
	@mkdir -p $(@D)
	/usr/bin/python3 kodi/pack.py $@ build/repository

clean: ## remove build/
	rm -rf build

# --- tests --------------------------------------------------------------------
# Runs this Makefile in another flavour, on all cores unless -j was given.
SUB = $(MAKE) --no-print-directory \
	$(if $(findstring jobserver,$(MAKEFLAGS)),,-j$$(nproc))

# Stages run one after another, even with -j; -k continues after a failed one.
check: need-check ## run all tests below, as the build server does (-k: go on)
	+@MAKE='$(MAKE)' /usr/bin/python3 tests/check.py \
		$(if $(findstring k,$(firstword -$(MAKEFLAGS))),--go-on) $(STAGES)

unit: need-check ## unit tests
	+@$(SUB) FLAVOUR=asan run-unit
contract: need-check ## bodies of tests/fixtures, compared with expected results
	+@$(SUB) FLAVOUR=asan run-contract
e2e: need-check ## end to end, through a real nginx (needs /usr/bin/python3)
	+@$(SUB) FLAVOUR=asan all build/script.ryot.zip \
		build/asan/tests/shims/clock.so build/asan/tests/shims/hash.so
	$(if $(wildcard tests/e2e/test_*.py),RYOT_BUILD=build/asan \
		/usr/bin/python3 -m pytest -q tests/e2e)
browser: need-check ## every page in a real browser
	+@$(SUB) FLAVOUR=asan all build/axe
	$(if $(wildcard tests/browser/test_*.py),RYOT_BUILD=build/asan \
		/usr/bin/python3 -m pytest -q tests/browser)
# What the browser tests take from npm; no script of a package is run.
build/axe: tests/browser/package.json tests/browser/package-lock.json
	@mkdir -p $@
	@cp $^ $@
	cd $@ && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
addon: need-check ## the Kodi add-on, without Kodi
	/usr/bin/python3 -m pytest -q tests/addon
kodi: need-check ## ... and in a real Kodi, with a real server
	+@$(SUB) FLAVOUR=release WERROR=-Werror all build/script.ryot.zip \
		build/release/tests/shims/latefree.so
	RYOT_BUILD=build/release /usr/bin/python3 -m pytest -q tests/kodi

# Each in a root folder with nothing but that Kodi; the server and the tests are those
# of this machine. Needs a mirror the first time.
KODIS   ?= bullseye bookworm trixie
kodi-check-all: need-check ## ... in Kodi 19, 20 and 21 (needs root; KODIS=)
	@$(NEED) debootstrap
	+@$(SUB) FLAVOUR=release WERROR=-Werror all build/script.ryot.zip \
		build/release/tests/shims/latefree.so
	@for release in $(KODIS); do \
		tests/install/debian.sh $$release build/kodi/$$release kodi && \
		echo "=== Kodi of $$release" && RYOT_BUILD=build/release \
		RYOT_KODI_ROOT=$(CURDIR)/build/kodi/$$release \
		/usr/bin/python3 -m pytest -q tests/kodi || exit 1; done
# The base system is made once, from the mirror of this machine, and needs root. No
# network is needed after that.
install-check: need-check ## the package, in a fresh Debian (needs root)
	$(if $(ONLY),.ci/only $(ONLY)-deb $(NEED_DEB))
	@$(if $(ONLY),PATH=$(ONLY)-deb) $(MAKE) --no-print-directory deb
	@$(MAKE) --no-print-directory install-tests
install-tests: need-check
	tests/install/base.sh build/install/base
	tests/install/next.sh build/install/next
	+@$(SUB) FLAVOUR=release WERROR=-Werror all build/script.ryot.zip
	unshare --net --mount sh -c 'ip link set lo up && \
		exec /usr/bin/python3 -m pytest -q tests/install'
# The shims conflict with the sanitizers, so these tests use the release build.
with-shims: need-check
	+@$(SUB) FLAVOUR=release WERROR=-Werror all shims
faults: with-shims ## failing disk, memory and programs (LONG=1: at every call)
	RYOT_BUILD=build/release FAULTS_LONG=$(LONG) \
		/usr/bin/python3 -m pytest -q tests/faults
budget: with-shims ## exact instructions, allocations, ... of a webhook
	@RYOT_BUILD=build/release /usr/bin/python3 tests/bench/budget.py
bench: with-shims ## benchmarks, as ratios (minutes; BENCH_BIG=1: 10^7 rows)
	@RYOT_BUILD=build/release /usr/bin/python3 tests/bench/bench.py $(BENCH)
# Each in a fresh Debian with only git and make; needs a mirror and about an hour.
FRESH   ?= bookworm trixie
fresh-check: ## make run, deb, check in a fresh Debian (needs root; FRESH=)
	@$(NEED) debootstrap python3 git
	/usr/bin/python3 tests/install/fresh.py $(FRESH)
# The cross compilers and libraries stay in a root folder. Needs a mirror the first time.
ARMS    ?= arm64 armhf
RELEASE ?= $(shell sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
check-arm: ## unit and contract tests for ARM, in qemu (needs root; ARMS= RELEASE=)
	@$(NEED) debootstrap
	tests/install/debian.sh $(RELEASE) build/arm/$(RELEASE) ca-certificates gcc \
		libc6-dev make postgresql python3 qemu-user tzdata
	tests/install/arm.sh build/arm/$(RELEASE) $(ARMS)
# ACCEL=tcg on a machine without KVM.
CUTS    ?= 10
boot-check: ## INSTALL.md on a machine in qemu, with power cuts (needs root; CUTS= ACCEL=)
	@$(NEED) debootstrap openssh-client qemu-system-x86 $(NEED_DEB)
	@$(MAKE) --no-print-directory deb
	tests/install/next.sh build/install/next
	ACCEL=$(ACCEL) /usr/bin/python3 tests/install/boot.py $(RELEASE) $(CUTS)
fuzz: need-check ## fuzz every decoder (TIME=30 seconds each)
	+@$(SUB) FLAVOUR=fuzz run-fuzz
cov: ## coverage of the unit and contract tests
	@$(NEED) $(NEED_CHECK) gcovr
	+@$(SUB) FLAVOUR=cov run-unit run-contract
	gcovr --branches --exclude tests --exclude build .

shims: $(SHIMS) $(CEILING)

# Seconds that a program may take. cmocka prints its summary to stderr; join the
# streams to keep the order.
TEST_BOUND ?= 600
run_tests = @failed=; for t in $(1); do echo "$$t"; \
	CMOCKA_MESSAGE_OUTPUT=stdout timeout $(TEST_BOUND) $(EMULATOR) $$t 2>&1 || { \
	test $$? -ne 124 || echo "$$t: not done within $(TEST_BOUND) s"; \
	failed="$$failed $$t"; }; \
	done; test -z "$$failed" || { echo "FAILED:$$failed"; exit 1; }
run-unit: $(UNIT)
	$(call run_tests,$^)
run-contract: $(CONTRACT)
	$(call run_tests,$^)

# fuzz_foo starts from the bodies in tests/fixtures/foo, or from all fixtures if
# there is no such folder. They are copied, because libFuzzer adds files.
run-fuzz: $(FUZZ:$(B)/tests/fuzz/fuzz_%=run-fuzz-%)
run-fuzz-%: $(B)/tests/fuzz/fuzz_%
	@mkdir -p $(B)/corpus/$*
	@from=tests/fixtures/$(subst _,-,$*); test -d $$from || from=; \
	for f in $${from:-tests/fixtures/*}/*.json $${from:-.}/*.txt $${from:-.}/*.[ct]sv \
		$${from:-.}/*.zip; do \
		test ! -f $$f || cp $$f $(B)/corpus/$*/$$(echo $$f | tr / _); done
	@log=$(B)/$*.log; $< -max_total_time=$(TIME) -rss_limit_mb=2048 \
		-timeout=10 -max_len=200000 -artifact_prefix=$(B)/$*- \
		$(B)/corpus/$* >$$log 2>&1 || { \
		sed -n '/ERROR:/,$$p; /runtime error:/,$$p' $$log | head -n 40; \
		echo "fuzz $*: FAILED, see $$log. Again: $<" \
		$$(ls -t $(B)/$*-* | head -n 1); exit 1; }; \
	echo "fuzz $*: $$(sed -n 's/^Done //p' $$log)"

# --- lint ---------------------------------------------------------------------
C_OWN   := $(call c_files,shared cgi worker ctl)
C_TESTS := $(filter-out tests/shims/%,$(call c_files,tests))
H_ALL   := $(sort $(shell find shared cgi worker ctl tests -name '*.h'))
SCRIPTS := .ci/need .ci/only .ci/run $(wildcard debian/*.p[or]*[mt]) \
	$(filter-out build/%,$(wildcard */*.sh */*/*.sh */*/*/*.sh))
LINTS := $(filter-out %/layout.sh %/packages.py,$(wildcard tests/lint/*.sh tests/lint/*.py))
CLANG_SYNTAX := clang $(CPPSTD) $(WARN_CLANG) -Werror -fsyntax-only
GCC_SYNTAX   := gcc $(CPPSTD) $(WARN_GCC) -Werror -fsyntax-only
# normalCheckLevelMaxBranches only reports a limit of cppcheck itself. Newer versions
# want const for parameters whose types handlers and callbacks prescribe.
CPPCHECK := cppcheck -q -I. -DASSETS='""' --std=c11 --inline-suppr --error-exitcode=1 \
	--suppress=normalCheckLevelMaxBranches --suppress=constParameterPointer \
	--enable=warning,style,performance,portability --library=posix \
	--library=sqlite3 --library=libcurl --suppress=missingIncludeSystem \
	--template='{file}:{line}: {message} [{id}]' \
	--cppcheck-build-dir=build/cppcheck

# Runs every check before it fails, so that one run shows all findings.
lint: need-check ## format, layers, banned words, sizes, cppcheck, clang, ...
	@failed=; try() { "$$@" || failed=1; }; \
	for s in $(LINTS); do try $$s; done; \
	try tests/lint/layout.sh $(C_OWN) $(C_TESTS) $(H_ALL); \
	$(if $(C_OWN),mkdir -p build/cppcheck; try $(CPPCHECK) $(C_OWN); \
		try $(CLANG_SYNTAX) $(C_OWN);) \
	$(if $(C_TESTS),try $(CLANG_SYNTAX) $(WARN_TESTS) $(C_TESTS);) \
	alone() { printf '#include "%s"\nextern int lint;\n' "$$h" | \
		"$$@" -xc - || { echo "$$h: does not compile alone"; false; }; }; \
	for h in $(H_ALL); do \
		try alone $(CLANG_SYNTAX); try alone $(GCC_SYNTAX); done; \
	try shellcheck $(SCRIPTS); \
	$(if $(ONLY),try /usr/bin/python3 tests/lint/packages.py;) \
	try pyflakes3 kodi tests debian; \
	try codespell --quiet-level=2 --ignore-words-list=progres,databas,nd,cros,caf,tru \
		--skip=./.git,./build,./data,./tests/fixtures,.pytest_cache \
		--skip='*.de_de,*.fr_fr,./kodi/script.ryot/addon.xml'; \
	test -z "$$failed" || { echo 'lint: FAILED'; exit 1; }; \
	echo 'lint: passed'

fmt: ## format the C code as lint wants it
	@tests/lint/layout.sh -i $(C_OWN) $(C_TESTS) $(H_ALL)

help: ## print this list
	@awk -F':.*## ' '/^[a-z0-9.-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' \
		$(firstword $(MAKEFILE_LIST))

.PHONY: addon all bench boot-check browser budget check check-arm clean contract cov \
	deb e2e faults fmt fresh-check fuzz help install install-check install-tests kodi \
	kodi-check-all lint need-build need-check need-run run run-contract \
	run-fuzz run-unit script.ryot.zip shims unit with-shims
