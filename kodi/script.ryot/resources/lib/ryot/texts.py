# SPDX-License-Identifier: MIT
"""Numbers of the texts in resources/language that the code shows."""

# Why nothing is sent.
PROBLEMS = {
    "no_address": 32101,
    "bad_address": 32102,
    "other_address": 32103,
    "no_token": 32104,
    "bad_token": 32105,
    "unreachable": 32106,
    "token": 32107,
    "not_found": 32108,
    "forbidden": 32109,
    "redirect": 32110,
    "not_ryot": 32111,
    "busy": 32112,
    "refused": 32113,
    "certificate": 32114,
}

# Why an item is not reported, or only in part.
SKIPPED = {
    "excluded_path": 32121,
    "excluded_live": 32122,
    "excluded_web": 32123,
    "unknown_item": 32124,
    "excluded_movies": 32125,
    "excluded_episodes": 32126,
    "unknown_position": 32127,
    "unknown_length": 32128,
}

TEST_OK = 32131            # {server} {version} {user} {name}
TEST_OK_TITLE = 32132
TEST_BAD_TITLE = 32133
TEST_OFF = 32134           # {name}
STATUS_TITLE = 32141
STATUS_WAITING = 32142     # {count}
STATUS_OLDEST = 32143      # {time}
STATUS_REFUSED = 32144     # {count}
STATUS_LAST = 32145        # {time} {detail}
STATUS_NEVER = 32146
STATUS_SKIPPED = 32147     # {title} {why}
SENDING = 32151
CLEAR_ASK = 32152          # {count}
CLEARED = 32153
EMPTY = 32154
UNMATCHED = 32155          # {title}
UNWRITABLE = 32156         # {detail}
STATUS_WRONG = 32157       # {time} {detail}
