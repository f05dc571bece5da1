import Arguments
import Testing

@Suite("Parsing")
struct ParsingTests {
    struct Line: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let expected: Ingest

        init(_ line: String, _ change: (inout Ingest) -> Void) {
            self.init(line.split(separator: " ").map(String.init), change)
        }

        init(_ arguments: [String], _ change: (inout Ingest) -> Void) {
            var expected = Ingest()
            expected.folder = "in"
            change(&expected)
            self.arguments = arguments
            self.expected = expected
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    @Test(
        "an argument list sets exactly the properties it names",
        arguments: [
            Line("in") { _ in },
            Line("--output out in") { $0.output = "out" },
            Line("in --output out") { $0.output = "out" },
            Line("--output=out in") { $0.output = "out" },
            Line("--output=a=b in") { $0.output = "a=b" },
            Line("--output= in") { $0.output = "" },
            Line("--output=-x in") { $0.output = "-x" },
            Line(["--output", "", "in"]) { $0.output = "" },
            Line(["--output=\u{301}x", "in"]) { $0.output = "\u{301}x" },
            Line("-o out in") { $0.output = "out" },
            Line("-oout in") { $0.output = "out" },
            Line("-o=out in") { $0.output = "out" },
            Line("-o= in") { $0.output = "" },
            Line(["-o\u{301}x", "in"]) { $0.output = "\u{301}x" },
            Line("-o - in") { $0.output = "-" },
            Line("-q in") { $0.quiet = true },
            Line("--quiet in") { $0.quiet = true },
            Line("-qv in") { ($0.quiet, $0.verbose) = (true, true) },
            Line("-qvo out in") { ($0.quiet, $0.verbose, $0.output) = (true, true, "out") },
            Line("-qoout in") { ($0.quiet, $0.output) = (true, "out") },
            Line("-ohq in") { $0.output = "hq" },
            Line("-output in") { $0.output = "utput" },
            Line("--channel a in --channel=b -c c -cd") { $0.channels = ["a", "b", "c", "d"] },
            Line("--format json in") { $0.format = .json },
            Line("--limit -5 in") { $0.limit = -5 },
            Line("-n -5 in") { $0.limit = -5 },
            Line("-n-5 in") { $0.limit = -5 },
            Line("--limit=-5 in") { $0.limit = -5 },
            Line("--weight -.5 in") { $0.weight = -0.5 },
            Line("--weight 1e-3 in") { $0.weight = 0.001 },
            Line("--seed 18446744073709551615 in") { $0.seed = .max },
            Line("-") { $0.folder = "-" },
            Line("-- in") { _ in },
            Line("-q -- --output") { ($0.quiet, $0.folder) = (true, "--output") },
            Line("-- --") { $0.folder = "--" },
            Line("-- --help") { $0.folder = "--help" },
            Line("-- -h") { $0.folder = "-h" },
            Line("-7") { $0.folder = "-7" },
            Line([""]) { $0.folder = "" },
        ])
    func setsProperties(line: Line) throws {
        #expect(try quarry.command(Ingest.self, ["ingest"] + line.arguments) == line.expected)
    }

    @Test(
        "optional and repeated positionals take what is left",
        arguments: [
            ([], Search()),
            (["a"], Search(query: "a")),
            (["a", "b", "c"], Search(query: "a", files: ["b", "c"])),
            (["a", "--", "-b", "--"], Search(query: "a", files: ["-b", "--"])),
        ])
    func takesPositionals(arguments: [String], expected: Search) throws {
        #expect(try quarry.command(Search.self, ["search"] + arguments) == expected)
    }

    struct Variables: Sendable {
        let environment: [String: String]
        let output: String?
        let limit: Int
    }

    @Test(
        "a variable counts where its option is absent and it is not empty",
        arguments: [
            Variables(environment: [:], output: "given", limit: 100),
            Variables(environment: ["QUARRY_LIMIT": "7"], output: "given", limit: 7),
            Variables(environment: ["QUARRY_LIMIT": "-7"], output: "given", limit: -7),
            Variables(environment: ["QUARRY_LIMIT": ""], output: "given", limit: 100),
            Variables(environment: ["QUARRY_OUTPUT": "ignored"], output: "given", limit: 100),
        ])
    func readsEnvironment(variables: Variables) throws {
        let command = try quarry.command(
            Ingest.self, ["ingest", "in", "-o", "given"], environment: variables.environment)
        #expect(command?.output == variables.output)
        #expect(command?.limit == variables.limit)
    }

    @Test("a bad variable is not read when its option is given")
    func ignoresOverriddenVariable() throws {
        let command = try quarry.command(
            Ingest.self, ["ingest", "in", "-n", "3"], environment: ["QUARRY_LIMIT": "many"])
        #expect(command?.limit == 3)
    }

    @Test("a single command needs no name before its arguments")
    func parsesSingleCommand() throws {
        let command = try generate.command(Generate.self, ["--messages", "3000000", "-fmarkdown", "out"])
        #expect(command == Generate(messages: 3_000_000, format: .markdown, folder: "out"))
        #expect(try generate.command(Generate.self, []) == Generate())
        #expect(try generate.command(Generate.self, ["help"]) == Generate(folder: "help"))
    }
}

@Suite("Requests to the program")
struct RequestTests {
    @Test("no arguments ask for the program's help", arguments: [[], ["help"], ["--help"], ["-h"], ["--x", "--help"]])
    func showsProgramHelp(arguments: [String]) throws {
        #expect(try quarry.helpText(arguments) == quarry.help())
    }

    @Test(
        "help before '--' wins over whatever else is wrong",
        arguments: [
            ["help", "ingest"], ["ingest", "--help"], ["ingest", "-h"], ["ingest", "--nonsense", "--help"],
            ["ingest", "--output", "--help"], ["ingest", "-qh"], ["ingest", "a", "b", "-h", "--", "x"],
        ])
    func showsCommandHelp(arguments: [String]) throws {
        #expect(try quarry.helpText(arguments) == quarry.help(for: Ingest.self))
    }

    @Test("a single command answers for the program", arguments: [["--help"], ["-h"], ["--messages", "x", "--help"]])
    func showsSingleHelp(arguments: [String]) throws {
        #expect(try generate.helpText(arguments) == generate.help(for: Generate.self))
        #expect(generate.help() == generate.help(for: Generate.self))
    }

    @Test("--version asks for the version")
    func asksForVersion() throws {
        for (interface, arguments) in [
            (quarry, ["--version"]), (generate, ["--version"]), (generate, ["--messages", "x", "--version"]),
        ] {
            let invocation = try interface.parse(arguments, environment: [:])
            guard case .version = invocation else {
                Issue.record("\(arguments) gave \(invocation)")
                continue
            }
        }
        #expect(try generate.command(Generate.self, ["--", "--version"]) == Generate(folder: "--version"))
    }

    @Test("a shell's completions are asked for by option or command", arguments: Shell.allCases)
    func asksForCompletions(shell: Shell) throws {
        let name = shell.rawValue
        for (interface, arguments) in [
            (quarry, ["--completions", name]), (quarry, ["--completions=\(name)"]), (quarry, ["completions", name]),
            (generate, ["--completions", name]), (generate, ["--completions=\(name)", "--messages"]),
        ] {
            let invocation = try interface.parse(arguments, environment: [:])
            guard case .completions(let asked) = invocation else {
                Issue.record("\(arguments) gave \(invocation)")
                continue
            }
            #expect(asked == shell)
        }
    }
}

@Suite("Exit codes")
struct ExitCodeTests {
    @Test("the codes are those that scripts rely on")
    func codes() {
        #expect([ExitCode.success, .failure, .usage].map(\.rawValue) == [0, 1, 64])
    }
}
