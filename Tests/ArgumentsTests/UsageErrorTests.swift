import Arguments
import Testing

@Suite("Usage errors")
struct UsageErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let environment: [String: String]
        let error: UsageError
        let sentence: String

        init(
            _ line: String, environment: [String: String] = [:], _ error: UsageError, _ sentence: String
        ) {
            arguments = line.split(separator: " ").map(String.init)
            self.environment = environment
            self.error = error
            self.sentence = sentence
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    private static let ingest = "quarry ingest"

    @Test(
        "a wrong line is refused with its facts and told in one sentence",
        arguments: [
            Case(
                "serach", .unknownCommand("serach", program: "quarry", nearest: "search"),
                "unknown command 'serach'; did you mean 'search'?"),
            Case(
                "nonsense --help", .unknownCommand("nonsense", program: "quarry", nearest: nil),
                "unknown command 'nonsense'"),
            Case(
                "help ingst", .unknownCommand("ingst", program: "quarry", nearest: "ingest"),
                "unknown command 'ingst'; did you mean 'ingest'?"),
            Case("-", .unknownCommand("-", program: "quarry", nearest: nil), "unknown command '-'"),
            Case("-- ingest", .unknownCommand("--", program: "quarry", nearest: nil), "unknown command '--'"),
            Case(
                "--verison", .unknownOption("--verison", command: "quarry", nearest: "--version"),
                "unknown option '--verison' for 'quarry'; did you mean '--version'?"),
            Case(
                "-x", .unknownOption("-x", command: "quarry", nearest: nil),
                "unknown option '-x' for 'quarry'"),
            Case(
                "--version=2", .unexpectedValue(flag: "--version", command: "quarry"),
                "'--version' of 'quarry' is a flag and takes no value; write '--version' alone"),
            Case(
                "ingest --outptu=x in", .unknownOption("--outptu", command: ingest, nearest: "--output"),
                "unknown option '--outptu' for 'quarry ingest'; did you mean '--output'?"),
            Case(
                "ingest --out x in", .unknownOption("--out", command: ingest, nearest: "--output"),
                "unknown option '--out' for 'quarry ingest'; did you mean '--output'?"),
            Case(
                "ingest --no-quiet in", .unknownOption("--no-quiet", command: ingest, nearest: nil),
                "unknown option '--no-quiet' for 'quarry ingest'"),
            Case(
                "ingest -qx in", .unknownOption("-x", command: ingest, nearest: nil),
                "unknown option '-x' for 'quarry ingest'"),
            Case(
                "ingest -format=json in", .unknownOption("-format", command: ingest, nearest: "--format"),
                "unknown option '-format' for 'quarry ingest'; did you mean '--format'?"),
            Case(
                "ingest in --output",
                .missingValue(option: "--output", placeholder: "DIR", next: nil, command: ingest),
                "option '--output' of 'quarry ingest' needs a value: '--output DIR'"),
            Case(
                "ingest -qo -- in", .missingValue(option: "--output", placeholder: "DIR", next: "--", command: ingest),
                "option '--output' of 'quarry ingest' needs a value: '--output DIR'"),
            Case(
                "ingest -o -x in", .missingValue(option: "--output", placeholder: "DIR", next: "-x", command: ingest),
                "option '--output' of 'quarry ingest' needs a value: '--output DIR'; "
                    + "if '-x' is the value, write '--output=-x'"),
            Case(
                "ingest --quiet=true in", .unexpectedValue(flag: "--quiet", command: ingest),
                "'--quiet' of 'quarry ingest' is a flag and takes no value; write '--quiet' alone"),
            Case(
                "ingest -q=true in", .unexpectedValue(flag: "--quiet", command: ingest),
                "'--quiet' of 'quarry ingest' is a flag and takes no value; write '--quiet' alone"),
            Case(
                "ingest --help=me in", .unexpectedValue(flag: "--help", command: ingest),
                "'--help' of 'quarry ingest' is a flag and takes no value; write '--help' alone"),
            Case(
                "ingest --limit 5x in",
                .badValue(
                    parameter: "--limit", ValueError("5x", .notA("whole number")), environment: nil, command: ingest),
                "invalid value '5x' for '--limit' of 'quarry ingest': not a whole number"),
            Case(
                "ingest in", environment: ["QUARRY_LIMIT": "many"],
                .badValue(
                    parameter: "--limit", ValueError("many", .notA("whole number")), environment: "QUARRY_LIMIT",
                    command: ingest),
                "invalid value 'many' for '--limit' of 'quarry ingest', from the environment variable QUARRY_LIMIT: "
                    + "not a whole number"),
            Case(
                "ingest --seed -5 in",
                .badValue(
                    parameter: "--seed",
                    ValueError("-5", .outside(lowest: "0", highest: "18446744073709551615")), environment: nil,
                    command: ingest),
                "invalid value '-5' for '--seed' of 'quarry ingest': not between 0 and 18446744073709551615"),
            Case(
                "ingest --weight nan in",
                .badValue(
                    parameter: "--weight", ValueError("nan", .notA("number")), environment: nil, command: ingest),
                "invalid value 'nan' for '--weight' of 'quarry ingest': not a number"),
            Case(
                "ingest --format jsn in",
                .badValue(
                    parameter: "--format", ValueError("jsn", .notOneOf(["text", "json", "markdown"])),
                    environment: nil, command: ingest),
                "invalid value 'jsn' for '--format' of 'quarry ingest': not one of text, json, markdown; "
                    + "did you mean 'json'?"),
            Case(
                "completions tcsh",
                .badValue(
                    parameter: "SHELL", ValueError("tcsh", .notOneOf(["bash", "zsh", "fish"])), environment: nil,
                    command: "quarry completions"),
                "invalid value 'tcsh' for 'SHELL' of 'quarry completions': not one of bash, zsh, fish; "
                    + "did you mean 'bash'?"),
            Case(
                "completions", .missingPositional("SHELL", required: 1, given: 0, command: "quarry completions"),
                "missing SHELL for 'quarry completions'"),
            Case(
                "--completions",
                .missingValue(option: "--completions", placeholder: "SHELL", next: nil, command: "quarry"),
                "option '--completions' of 'quarry' needs a value: '--completions SHELL'"),
            Case(
                "ingest -q", .missingPositional("DIR", required: 1, given: 0, command: ingest),
                "missing DIR for 'quarry ingest'"),
            Case(
                "merge json a", .missingPositional("FILE", required: 2, given: 1, command: "quarry merge"),
                "too few FILE for 'quarry merge': at least 2 are needed and 1 given"),
            Case(
                "ingest in extra", .unexpectedPositional("extra", command: ingest),
                "unexpected argument 'extra' for 'quarry ingest'"),
            Case(
                "ingest in --output a -ob", .repeatedOption("--output", command: ingest),
                "option '--output' of 'quarry ingest' is given more than once; keep one of them"),
            Case(
                "ingest in -qq", .repeatedOption("--quiet", command: ingest),
                "option '--quiet' of 'quarry ingest' is given more than once; keep one of them"),
        ])
    func refuses(line: Case) {
        let error = #expect(throws: UsageError.self) {
            try quarry.parse(line.arguments, environment: line.environment)
        }
        #expect(error == line.error)
        #expect(error?.description == "\(line.sentence)\nSee '\(line.error.command) --help'.")
    }

    @Test("a single command's errors name the program alone")
    func namesSingleProgram() {
        #expect(throws: UsageError.unknownOption("--message", command: "quarry-generate", nearest: "--messages")) {
            try generate.parse(["--message", "1"], environment: [:])
        }
        #expect(throws: UsageError.unexpectedPositional("b", command: "quarry-generate")) {
            try generate.parse(["a", "b"], environment: [:])
        }
    }

    @Test(
        "an echoed argument cannot drive the terminal",
        arguments: [
            ("a\u{1b}[31mb", "a\\u{1b}[31mb"), ("a\r\nb\u{7f}", "a\\u{d}\\u{a}b\\u{7f}"), ("\u{9b}2J", "\\u{9b}2J"),
            ("\u{202e}txt", "\\u{202e}txt"), ("\u{2028}", "\\u{2028}"), ("é 日本 '", "é 日本 '"),
        ])
    func neutralisesControls(hostile: String, shown: String) {
        let error = ValueError(hostile, .notA("address"))
        let errors: [(UsageError, String)] = [
            (.unknownCommand(hostile, program: "q", nearest: nil), "unknown command '\(shown)'"),
            (.unknownOption(hostile, command: "q", nearest: nil), "unknown option '\(shown)' for 'q'"),
            (.unexpectedPositional(hostile, command: "q"), "unexpected argument '\(shown)' for 'q'"),
            (
                .missingValue(option: "--o", placeholder: "V", next: hostile, command: "q"),
                "option '--o' of 'q' needs a value: '--o V'; if '\(shown)' is the value, write '--o=\(shown)'"
            ),
            (
                .badValue(parameter: "X", error, environment: nil, command: "q"),
                "invalid value '\(shown)' for 'X' of 'q': not an address"
            ),
        ]
        for (error, sentence) in errors {
            #expect(error.description == "\(sentence)\nSee 'q --help'.")
        }
        #expect(error.description == "'\(shown)' is not an address")
    }

    @Test("a long argument is cut when it is echoed")
    func cutsLongArguments() {
        let error = UsageError.unexpectedPositional(String(repeating: "x", count: 5000), command: "q")
        let shown = String(repeating: "x", count: 200) + "…"
        #expect(error.description == "unexpected argument '\(shown)' for 'q'\nSee 'q --help'.")
    }
}
