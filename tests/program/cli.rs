//! The program over good and bad command lines and files.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use crate::support::program::{PRESET, Place, outcome};

#[test]
fn the_check_of_the_gallery_fails_where_a_panel_differs() {
    let place = Place::new();
    let good = place.run(&["gallery", "--check"]);
    let rows: Vec<Vec<&str>> =
        good.accepted().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows.len(), 41);
    assert!(rows.iter().all(|row| row.len() == 8));
    assert!(rows[1..].iter().all(|row| row[7] == "ok"));

    let text = place.run(&["presets", "tonic-spiking"]).out;
    place.user_preset("a.toml", text.replace("spikes = 5", "spikes = 6"));
    let outcome = place.run(&["gallery", "--check"]);
    outcome.refused(1, &["2 of 40 panels differ"]);
    let row = "A      tonic-spiking                       paper        6      5 ";
    assert!(outcome.out.contains(row), "{}", outcome.out);
    assert_eq!(outcome.out.matches("differs").count(), 2);

    // A preset that expects nothing is run all the same.
    place.user_preset("a.toml", &text[..text.find("[expected").expect("expectations")]);
    assert_eq!(place.run(&["gallery", "--check"]).accepted().matches("unknown").count(), 2);
}

#[test]
fn good_command_lines() {
    let place = Place::new();
    place.write("mine.toml", PRESET);
    for (line, expected) in [
        ("--help", "Usage: izh-tui"),
        ("--version", "izh-tui 0."),
        ("run --help", "--output"),
        ("man", ".TH izh-tui"),
        ("completions bash", "complete -F _izh__tui"),
        ("gallery --help", "--check"),
        ("gallery --check", "verdict\nA      tonic-spiking "),
        ("gallery --check --types", "regular-spiking "),
        ("presets", "chattering (ch)"),
        ("presets chattering", "name = \"chattering\""),
        ("presets ./mine.toml", "name = \"mine\""),
        ("presets --json", "\"name\": \"rebound-burst\""),
        ("presets rs --json", "\"dt_ms\": 0.25"),
        ("presets rs --json", "\"kind\": \"neuron\""),
        ("presets", "1000 neurons in 2 populations, 1000000 synapses in 2 projections"),
        ("presets Cortex", "kind = \"circuit\"\nname = \"cortex-2003\""),
        ("presets poly --json", "\"synapses\": 100000,"),
        ("presets poly --json", "\"STDP\""),
        ("presets h --json", "\"Hodgkin\""),
        ("run --preset ch", "t_ms,v_mv,u,current\n0,-70,-14,0\n"),
        ("run --preset ch --current -5 --for 0", "t_ms,v_mv,u,current\n0,-71.25,-14.00125,-5\n"),
        ("run --preset mine.toml --output csv --for 0.3 --dt 0.1", "\n0.3,"),
        ("run --preset tonic-spiking --output spikes", "t_ms\n13\n17\n31.5\n59.25\n86.75\n"),
        ("run --preset ch --output summary --for 0", "spikes = 0\nduration_ms = 0.0\nv_min_mv"),
        ("run --preset ch --output summary --seed 9223372036854775807", "digest = "),
    ] {
        let outcome = place.run(&line.split(' ').collect::<Vec<_>>());
        let out = outcome.accepted();
        assert!(out.contains(expected), "{line}: {out}");
    }
}

#[test]
fn bad_command_lines() {
    let place = Place::new();
    place.write("chattering2", PRESET);
    for (line, expected) in [
        (
            "run --preset chatering",
            "unknown preset \"chatering\": did you mean chattering, chattering-2007, chain?",
        ),
        ("run --preset zzz", "`izh-tui presets` lists them"),
        ("run --preset renshaw", "did you mean recurrent-inhibition?"),
        ("fi --preset cortex", "\"cortex-2003\" is a circuit: expected a neuron"),
        ("run --preset chattering2", "./chattering2"),
        ("run --preset ch --dt 0.3", "expected 1/n ms"),
        ("run --preset ch --dt -0.25", "expected 1/n ms"),
        ("run --preset ch --dt nan", "expected 1/n ms"),
        ("run --preset ch --for -1", "expected a finite number of 0 or more"),
        ("run --preset ch --for inf", "expected a finite number of 0 or more"),
        ("run --preset ch --for 1e999", "expected a finite number of 0 or more"),
        ("run --preset ch --for 1e16", "2^53 steps"),
        ("run --preset ch --current nan", "finite"),
        ("run --preset ch --current 1e7", "finite"),
        ("run --preset ch --seed -1", "whole number"),
        ("run --preset ch --seed 9223372036854775808", "expected 0 to 9223372036854775807"),
        ("--fps 0", "expected 1 to 240"),
        ("--speed 0", "expected 0.001 to 1000"),
        ("--window -5", "expected 1 to 1000000"),
        ("replay x --at -1", "expected a finite number of 0 or more"),
        ("presets nothing-like-it", "nothing-like-it"),
        ("--preset cortex --current 3", "--current: expected a single neuron, found the circuit"),
        ("--preset cortex --stimulus x.toml", "--stimulus: expected a single neuron"),
        ("--preset cortex --artificial", "--artificial: expected a single neuron"),
        ("--preset cortex --threads 0", "expected 1 to 256"),
    ] {
        place.run(&line.split(' ').collect::<Vec<_>>()).refused(2, &[expected]);
    }
    // These keep the form of the library that parses them.
    for line in ["run", "--nonsense", "run --preset ch --scheme rk4", "completions sh", "replay"] {
        let outcome = place.run(&line.split(' ').collect::<Vec<_>>());
        assert_eq!((outcome.code, &*outcome.out), (Some(2), ""), "{line}");
        assert!(outcome.err.starts_with("izh-tui: "), "{line}: {}", outcome.err);
    }
}

#[test]
fn the_configuration_file() {
    let place = Place::new();
    place.write("missing-preset.toml", "preset = \"chatering\"\n");
    place
        .run(&["--config", "missing-preset.toml"])
        .refused(2, &["did you mean chattering, chattering-2007, chain?"]);
    place.run(&["--config", "none.toml"]).refused(2, &["none.toml: ", "no such file"]);
    place.run(&["--config", "."]).refused(2, &["a directory"]);
    place.write("config/izh-tui/config.toml", "speed = 1\nfps = 1000\n");
    place.run(&[]).refused(2, &["config.toml:2:7: fps: expected 1 to 240, found 1000"]);
    place.write("config/izh-tui/config.toml", "spede = 1\n");
    place.run(&[]).refused(2, &["config.toml:1:1: ", "spede"]);
    // A run without a screen depends on its arguments alone.
    place.run(&["run", "--preset", "ch"]).accepted();
}

#[test]
fn arguments_are_echoed_without_control_characters() {
    let place = Place::new();
    for arguments in [
        &["run", "--preset", "a\u{1b}]0;x\u{7}"][..],
        &["run", "--preset", "./\u{1b}[31m.toml"],
        &["run", "--preset", "ch", "--dt", "\u{9b}1m\n\r"],
        &["--\u{1b}[2J"],
        &["\u{202e}\u{1b}"],
        &["--scheme", "\u{7f}\u{1b}c"],
        &["run", "--preset", "ch", "-o", "no/\u{1b}.csv"],
    ] {
        let outcome = place.run(arguments);
        assert_eq!(outcome.code, Some(2), "{arguments:?}");
        assert!(outcome.err.contains("\\u{"), "{}", outcome.err);
    }
}

/// One for each kind: C0, DEL, C1, and what turns the direction of reading.
const HOSTILE: [&str; 6] = ["\u{1b}[31m", "\u{7}", "\u{7f}", "\u{9b}2J", "\u{202e}", "\u{2066}"];

#[test]
fn files_are_quoted_without_control_characters() {
    let place = Place::new();
    let session = include_str!("../data/sessions/v1.toml");
    for hostile in HOSTILE {
        let spelt = format!("\\u{{{:x}}}", u32::from(hostile.chars().next().expect("one")));
        let escaped = format!("\\u{:04x}", u32::from(hostile.chars().next().expect("one")));
        for name in ["bad.toml", &format!("bad{hostile}.toml")] {
            // As it is, which TOML forbids for some, and as TOML spells it.
            for text in [hostile, &escaped] {
                let key = format!("\"{text}\" = 1\n");
                place.write(name, format!("{key}{PRESET}"));
                let path = format!("./{name}");
                let outcome = place.run(&["run", "--preset", &path]);
                outcome.refused(2, &["bad"]);
                place.run(&["run", "--preset", "ch", "--stimulus", &path]).refused(2, &["bad"]);
                place.run(&["--config", &path]).refused(2, &["bad"]);
                place.write(name, session.replacen("seed = ", &format!("{key}seed = "), 1));
                place.run(&["replay", &path, "--verify"]).refused(2, &["bad"]);
                if text == escaped || name != "bad.toml" {
                    assert!(outcome.err.contains(&spelt), "{}", outcome.err);
                }
            }
        }
        place.write("scheme.toml", PRESET.replace("\"paper\"", &format!("\"{escaped}\"")));
        place.run(&["run", "--preset", "scheme.toml"]).refused(2, &["scheme.toml:12:10: ", &spelt]);
    }
}

#[test]
fn bad_presets_are_refused_by_file_and_line() {
    let place = Place::new();
    for (from, to, parts) in [
        ("a = 0.02", "a = \"x\"", &[":5:5: ", "f64"][..]),
        ("a = 0.02", "a = nan", &[":5:5: ", "finite"]),
        ("a = 0.02", "a = -inf", &[":5:5: ", "finite"]),
        ("a = 0.02", "a = 1e999", &[":5:"]),
        ("a = 0.02", "a = 0.02\nzeta = 1", &[":6:1: ", "zeta"]),
        ("a = 0.02\n", "", &[":3:1: ", "`a`"]),
        ("c = -65.0", "c = 30.0", &[":7:5: ", "below the peak"]),
        ("dt_ms = 0.25", "dt_ms = 0.3", &[":13:9: ", "1/n"]),
        ("end_ms = 3.0", "end_ms = 1.0", &[":17:1: ", "start_ms < end_ms"]),
        ("level = 20.0", "level = 20.0\nfrom = 1.0", &[":20:9: ", "level"]),
        ("duration_ms = 10.0", "duration_ms = -1", &[":15:15: "]),
        ("scheme = \"paper\"", "scheme = \"rk4\"", &[":12:10: ", "paper"]),
        ("\"mine\"", "\"m\\u001bine\"", &[":1:8: ", "\\u{1b}"]),
        ("\"mine\"", "\"m\u{1b}ine\"", &[":1:"]),
        ("\"A test.\"", "\"A \\u202e test.\"", &[":2:15: ", "control characters"]),
        ("a = 0.02", "\"\\u009b31m\" = 1", &[":5:1: ", "\\u{9b}31m"]),
        ("d = 8.0", "d = 8.0\nd = 9.0", &[":9:", "duplicate"]),
        ("[initial]", "[initial", &[":9:"]),
    ] {
        let text = PRESET.replacen(from, to, 1);
        assert_ne!(text, PRESET);
        place.write("bad.toml", text);
        let outcome = place.run(&["run", "--preset", "bad.toml"]);
        outcome.refused(2, &[&["izh-tui: bad.toml"], parts].concat());
        assert_eq!(outcome.out, "");
    }
}

#[test]
fn what_is_no_readable_file_is_refused() {
    let place = Place::new();
    place.write("empty.toml", "");
    place.write("latin.toml", b"name = \"x\"\ndescription = \"\xe9\"\n");
    File::create(place.path("huge.toml")).unwrap().set_len((4 << 20) + 1).unwrap();
    fs::create_dir(place.path("directory.toml")).unwrap();
    assert!(Command::new("mkfifo").arg(place.path("pipe.toml")).status().unwrap().success());
    for (name, parts) in [
        ("empty.toml", &["empty.toml: ", "empty"][..]),
        ("latin.toml", &["latin.toml:2:16: ", "UTF-8", "0xe9"]),
        ("huge.toml", &["huge.toml: ", "4194304 bytes"]),
        ("directory.toml", &["directory.toml: ", "a directory"]),
        ("pipe.toml", &["pipe.toml: ", "a named pipe"]),
        ("/dev/zero", &["/dev/zero: ", "a device"]),
        ("missing.toml", &["missing.toml: ", "no such file"]),
        ("-", &["standard input: ", "empty"]),
    ] {
        place.run(&["run", "--preset", name]).refused(2, parts);
    }
}

#[test]
fn a_preset_comes_from_standard_input_and_bounded() {
    let place = Place::new();
    let path = place.write("any", PRESET);
    let arguments = ["run", "--preset", "-", "--output", "summary"];
    let mut command = place.command(&arguments);
    command.stdin(File::open(path).unwrap());
    assert!(outcome(&mut command, &arguments).accepted().contains("duration_ms = 10.0"));
    command.stdin(File::open("/dev/zero").unwrap());
    outcome(&mut command, &arguments).refused(2, &["standard input: ", "4194304 bytes"]);
}

#[test]
fn the_users_presets() {
    let place = Place::new();
    place.user_preset("mine.toml", PRESET);
    place.user_preset("rs.toml", PRESET.replace("\"mine\"", "\"regular-spiking\""));
    let list = place.run(&["presets"]);
    let list = list.accepted();
    assert!(list.contains("[yours] A test."), "{list}");
    assert!(list.contains("[yours, in place of the built-in] A test."), "{list}");
    assert!(list.lines().all(|line| line.chars().count() <= 80));
    let rows = place.run(&["run", "--preset", "regular-spiking"]);
    assert_eq!(rows.accepted().lines().count(), 42);
    assert_eq!(place.run(&["presets", "mine"]).accepted(), PRESET);
}

#[test]
fn a_broken_preset_of_the_user_keeps_no_other_away() {
    let place = Place::new();
    place.user_preset("mine.toml", PRESET);
    place.user_preset("fast-spiking.toml", PRESET.replace("a = 0.02", "a = nan"));
    place.user_preset("twin.toml", PRESET);
    place.run(&["run", "--preset", "mine"]).accepted();
    place.run(&["run", "--preset", "chattering"]).accepted();
    place
        .run(&["run", "--preset", "fast-spiking"])
        .refused(2, &["presets/fast-spiking.toml:5:5: ", "finite"]);
    let list = place.run(&["presets"]);
    assert_eq!(list.code, Some(0));
    assert_eq!(list.err.lines().count(), 2, "{}", list.err);
    assert!(list.err.contains("fast-spiking.toml:5:5: "), "{}", list.err);
    assert!(list.err.contains("twin.toml: another file has the preset \"mine\""), "{}", list.err);
}

#[test]
fn a_shown_preset_is_clean_in_its_comments_too() {
    let place = Place::new();
    place.write("tricky.toml", format!("{PRESET}# tab\there, \u{202e}turned\u{2066}\r\n"));
    let shown = place.run(&["presets", "./tricky.toml"]);
    assert!(shown.accepted().ends_with("# tab    here, \\u{202e}turned\\u{2066}\n"));
}

#[test]
fn no_home_means_no_presets_of_ones_own() {
    let place = Place::new();
    let arguments = ["presets"];
    let mut command = place.command(&arguments);
    command.env_remove("XDG_CONFIG_HOME").env_remove("HOME");
    outcome(&mut command, &arguments).accepted();
    command.env("XDG_CONFIG_HOME", Path::new("/dev/null/none"));
    outcome(&mut command, &arguments).accepted();
}

#[test]
fn standard_error_may_be_gone() {
    let place = Place::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = place.command(&["run", "--preset", "nothing"]);
    let status = command.stderr(writer).status().unwrap();
    assert_eq!(status.code(), Some(2));
}

#[test]
fn a_replay_can_not_start_after_its_end() {
    let place = Place::new();
    place.write("neuron.toml", include_str!("../data/sessions/v1.toml"));
    place.write("circuit.toml", include_str!("../data/sessions/circuit-v2.toml"));
    for (name, end, beyond) in
        [("neuron.toml", "655.75", "655.76"), ("circuit.toml", "330", "1000000")]
    {
        let expected = format!("--at: expected at most {end} ms, the end of the recording");
        let parts = [&*expected, &format!("found {beyond}")];
        place.run(&["replay", name, "--at", beyond]).refused(2, &parts);
        // The end itself is a place to start: then only a terminal is missing.
        place.run(&["replay", name, "--at", end]).refused(2, &["needs a terminal"]);
    }
}

#[test]
fn a_recording_of_a_circuit_is_verified_with_any_number_of_threads() {
    let place = Place::new();
    let text = include_str!("../data/sessions/circuit-v2.toml");
    place.write("a.toml", text);
    for threads in [&[][..], &["--threads", "2"], &["--threads", "7"]] {
        let outcome = place.run(&[&["replay", "a.toml", "--verify"], threads].concat());
        assert_eq!((outcome.code, &*outcome.err), (Some(0), ""));
        assert!(outcome.out.starts_with("a.toml: ok, 720 steps, "), "{}", outcome.out);
        assert!(outcome.out.contains(" spikes, 330 ms at "), "{}", outcome.out);
    }
    place.run(&["replay", "a.toml", "--verify", "--threads", "0"]).refused(2, &["1 to 256"]);
    place.write("edited.toml", text.replacen("amplitude = 10.0", "amplitude = 11.0", 1));
    let parts = ["edited.toml: diverged between the checks at step 0 (line 147) and step 120"];
    place.run(&["replay", "edited.toml", "--verify"]).refused(3, &parts);
    place.write("mixed.toml", text.replacen(", population = 0", "", 1));
    let parts = ["mixed.toml:153:1: expected a command that fits", "single neuron"];
    place.run(&["replay", "mixed.toml", "--verify"]).refused(2, &parts);
}

#[test]
fn a_recording_is_listed_block_by_block() {
    let place = Place::new();
    let text = include_str!("../data/sessions/circuit-v2.toml");
    place.write("a.toml", text);
    let blocks = text.matches("\n[[").count() - text.matches("\n[[experiment").count() + 1;
    let list = |format: &str| {
        let outcome = place.run(&["replay", "a.toml", "--list", "--output", format]);
        assert_eq!((outcome.code, &*outcome.err), (Some(0), ""));
        outcome.out
    };
    let lines = place.run(&["replay", "a.toml", "--list"]).accepted().to_owned();
    assert_eq!(lines, list("text"));
    assert_eq!(lines.lines().count(), blocks);
    for line in [
        "         0            0 ms  check    0 spikes, digest ",
        "ms  pulse    amplitude = 10.0, width_ms = 2.0, population = 0\n",
        "ms  marker   µ \"'\\ \\u{a}[[event]]\\u{202e}\n",
        "ms  circuit  half-centre\n",
        "ms  reset\n",
        "       720          330 ms  end      ",
    ] {
        assert!(lines.contains(line), "{line}: {lines}");
    }
    let json: serde_json::Value = serde_json::from_str(&list("json")).expect("JSON");
    let json = json.as_array().expect("an array");
    assert_eq!(json.len(), blocks);
    let toml: toml::Table = list("toml").parse().expect("TOML");
    let toml = toml["block"].as_array().expect("an array");
    for (json, toml) in json.iter().zip(toml) {
        assert_eq!(json["step"].as_i64(), toml["step"].as_integer());
        assert_eq!(json["t_ms"].as_f64(), toml["t_ms"].as_float());
        assert_eq!(json["kind"].as_str(), toml["kind"].as_str());
        assert_eq!(json["text"].as_str(), toml["text"].as_str());
    }
    // What was written out before is told as if it were written out again.
    let again = "[[event]]\nstep = 720\ncommand.again = { number = 0, name = \"lab\" }\n\n[end]";
    place.write("a.toml", text.replacen("[end]", again, 1));
    assert!(list("text").contains("       720          330 ms  circuit  lab\n"));
    place.write("a.toml", &text[..text.rfind("[end]").expect("an end")]);
    let cut = place.run(&["replay", "a.toml", "--list"]);
    assert_eq!((cut.code, cut.out.lines().count()), (Some(0), blocks - 1));
    assert!(cut.err.contains("a.toml: cut after line "), "{}", cut.err);
    for wrong in [["--list", "--verify"], ["--output", "json"], ["--list", "--output=x"]] {
        let outcome = place.run(&[&["replay", "a.toml"], &wrong[..]].concat());
        assert_eq!((outcome.code, &*outcome.out), (Some(2), ""), "{wrong:?}");
    }
}

/// Files with things in them that are too long to be shown.
fn write_long_files(place: &Place, long: &str) {
    place.write("table.csv", "t_ms,I\n0,1\n1,2\n");
    place.write("tiny-times.csv", "-1e-300,1\n1,2\n");
    let titles = (0..12).map(|k| format!("{k}{}", &long[..500])).collect::<Vec<_>>().join(",");
    place.write("wide.csv", format!("{titles}\n{}\n", ["1"; 12].join(",")));
    place.write("word.toml", PRESET.replace("a = 0.02", &format!("a = \"{long}\"")));
    place.write("key.toml", PRESET.replace("a = 0.02", &format!("{long} = 0.02")));
    place.write("float.toml", PRESET.replace("\"mine\"", "1e-300"));
    place.write("name.toml", PRESET.replace("mine", long));
    let membrane =
        "equations = \"2007\"\nC = -1e-300\nk = 1.0\nvr = -60.0\nvt = -40.0\npeak = 30.0";
    place.write("tiny.toml", PRESET.replace("equations = \"standard\"", membrane));
}

/// The arguments of `tests/data/arguments.txt` are refused in lines of less than 400 bytes that keep
/// what matters.
#[test]
fn no_line_is_too_long_to_be_read() {
    let place = Place::new();
    let (long, wide, steer) =
        ("x".repeat(10_000), "\u{6f22}".repeat(5_000), "\u{1b}".repeat(3_000));
    write_long_files(&place, &long);
    let mut cases = 0;
    for case in include_str!("../data/arguments.txt").lines().filter(|line| !line.starts_with('#'))
    {
        let (arguments, part) = case.split_once(" => ").expect("arguments and a part");
        let filled = |argument: &str| {
            argument.replace("{long}", &long).replace("{wide}", &wide).replace("{steer}", &steer)
        };
        let arguments: Vec<String> = arguments.split(' ').map(filled).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let outcome = place.run(&arguments);
        assert_eq!(outcome.code, Some(2), "{case}: {}", outcome.err);
        assert!(outcome.err.contains(part), "{case}: {}", outcome.err);
        for line in outcome.err.lines() {
            assert!(line.len() + 1 < 400, "{case}: {} bytes", line.len());
        }
        cases += 1;
    }
    assert!(cases >= 45);
}
