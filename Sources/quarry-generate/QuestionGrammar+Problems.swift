extension QuestionGrammar {
    static let problems: [Problem] = [
        Problem(
            questions: [
                "why is %c so slow", "how can I make %c faster", "%c takes minutes instead of seconds, what can I tune",
                "is there a way to speed up %c",
            ],
            details: ["p99 went from 40 ms to 9 s.", "CPU sits at 100 % the whole time.", "It used to be instant."],
            answers: [
                "Raise `%s`, the default is far too low for that, then watch the p99 again.",
                "That is nearly always `%s`: double it and the slowness goes away.",
            ]),
        Problem(
            questions: [
                "%c runs out of memory", "how do I limit the memory of %c", "OOM kill whenever %c is busy, any ideas",
                "why does %c eat all my RAM",
            ],
            details: ["The process grows to 30 GB and dies.", "dmesg says \"Out of memory: Killed process\"."],
            answers: [
                "Lower `%s`, memory use grows with it, and set `memory.ceiling` too.",
                "Cap it with `memory.ceiling`; with a smaller `%s` it stays below 4 GB here.",
            ]),
        Problem(
            questions: [
                "%c fails with a timeout", "how do I get rid of timeouts in %c",
                "why does %c time out after 30 seconds",
                "constant \"deadline exceeded\" from %c, what is wrong",
            ],
            details: ["The log only says `context deadline exceeded`.", "Retrying does not help."],
            answers: [
                "The 30 seconds come from `net.idle_timeout`, not from it; raise that and leave `%s` alone.",
                "Set `net.idle_timeout` above `%s`, otherwise it is cut off in the middle.",
            ]),
        Problem(
            questions: [
                "how do I configure %c", "where do I find the settings of %c", "what are sane defaults for %c",
                "is there an example config for %c",
            ],
            details: ["The docs only list the names.", "I have read the reference twice."],
            answers: [
                "Start with `%s` in harbour.yaml, everything else has good defaults.",
                "There is an example in the `contrib/` folder; only `%s` needs a value of your own.",
            ]),
        Problem(
            questions: [
                "%c returns wrong results", "why does %c give different answers each time",
                "results of %c are missing rows, is that a bug", "%c skips some of my data",
            ],
            details: ["About 3 % of the rows are missing.", "An exact scan finds them all."],
            answers: [
                "It is approximate unless `%s` is 0. Set that and compare again.",
                "Run `harbour verify --deep`; if that is clean, it is `%s` cutting results off.",
            ]),
        Problem(
            questions: [
                "permission denied when using %c", "which role do I need for %c", "how do I grant access to %c",
                "%c says I am not allowed to",
            ],
            details: ["The owner can do it, nobody else.", "Error code is 42501."],
            answers: [
                "Grant `harbour_operator`, plain write access is not enough; then reload `%s`.",
                "You need the operator role and a new session, grants are cached by `%s`.",
            ]),
        Problem(
            questions: [
                "%c crashes on startup", "why won't %c start", "segfault as soon as %c starts, has anyone seen this",
                "cannot get %c to come up",
            ],
            details: ["Exit code 139, nothing in the log.", "A fresh data directory works."],
            answers: [
                "Delete the stale lock file in the data directory and start once with `%s` unset.",
                "Known bug with an old lock file: remove `harbour.lock`, then it starts.",
            ]),
        Problem(
            questions: [
                "how do I monitor %c", "which metrics matter for %c", "can I get alerts when %c falls behind",
                "what should I graph for %c",
            ],
            details: ["We use Prometheus and Grafana.", "I only need two or three alerts."],
            answers: [
                "Graph `harbour_lag_seconds` and alert when it passes `%s`.",
                "The exporter has it: `harbour_lag_seconds`, and the limit is `%s`.",
            ]),
        Problem(
            questions: [
                "can I move %c to another machine", "how do I migrate %c without downtime",
                "what is the safe way to relocate %c", "moving %c to new hardware, in which order",
            ],
            details: ["At most a minute of downtime is allowed.", "Both machines can run side by side."],
            answers: [
                "Add the new machine as a learner, wait for zero lag, then switch over; keep `%s` equal on both.",
                "`harbour handover` does that in one go, it only needs the same `%s` on both sides.",
            ]),
        Problem(
            questions: [
                "%c fills up the disk", "how do I stop %c from using all disk space",
                "disk full because of %c, what now",
                "is it safe to delete the files of %c",
            ],
            details: ["It grows by 10 GB a day.", "df says 100 %, du says half of that."],
            answers: [
                "Never delete the files by hand. Set `%s` lower and run `harbour prune`.",
                "Run `harbour prune --dry-run` first, then without; `%s` keeps it from coming back.",
            ]),
        Problem(
            questions: [
                "does %c support unicode", "umlauts and emoji break %c", "how do I make %c handle UTF-8",
                "%c garbles non-English text",
            ],
            details: ["\"Müller\" becomes \"MÃ¼ller\".", "Chinese text is not found at all."],
            answers: [
                "Set the collation to `und-x-icu` and rebuild, `%s` has to match it.",
                "Your client speaks latin1: set `client_encoding` to UTF8, `%s` does not matter here.",
            ]),
        Problem(
            questions: [
                "how do I test %c locally", "is there a way to mock %c in unit tests",
                "running %c in CI, how do you do it",
                "what is the lightest way to try %c",
            ],
            details: ["GitHub Actions, two cores.", "A full server per test is too heavy."],
            answers: [
                "`harbour dev --ephemeral` starts in 200 ms; set `%s` to its minimum for tests.",
                "Use the embedded mode, it needs no server, and it ignores `%s`.",
            ]),
    ]
}
