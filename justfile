# The daily commands. `just` lists them; what has to hold of a change is `just all`, which is `.ci/run`.

_list:
    @{{just_executable()}} --list --unsorted

# The program, as users have it: `just run --preset chattering`
run *arguments:
    cargo run --release -- {{arguments}}

# Every test, or those whose names contain one of the words: `just test frames links`
test *words:
    cargo test -- {{words}}

# One group of tests (engine, screen, program, session, endings, threads, tidy): `just group screen frames`
group name *words:
    cargo test --test {{name}} -- {{words}}

# Formatting and lints
lint:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings

# The library's documentation
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps

# Draws the README's pictures anew
pictures:
    UPDATE_PICTURES=1 cargo test --test screen picture

# Takes what screens look like now as what they should look like; look at the difference
snapshots:
    INSTA_UPDATE=always cargo test --test screen
    git diff --stat -- tests/screen/snapshots

# Speed: `just bench network`, `just bench model`
bench name *words:
    cargo bench --bench {{name}} -- {{words}}

# A fuzz target (terminal, session, preset, stimulus, table, config) for a number of runs
fuzz target runs="1000000":
    cargo +nightly fuzz run {{target}} -- -runs={{runs}}

# Endings in their long form: more kills, every fault of a system call (strace), more blocked terminals
endings:
    IZH_TUI_KILLS=200 IZH_TUI_FAULTS=1 IZH_TUI_BLOCKED=20 cargo test --test endings

# Licences, sources, duplicates and advisories of dependencies (cargo-deny)
dependencies:
    cargo deny check

# Everything that has to hold
all:
    .ci/run
