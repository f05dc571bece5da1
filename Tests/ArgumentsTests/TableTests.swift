import Arguments
import Testing

@Suite("Contradictory tables")
struct TableTests {
    struct Twice: Command {
        static let name = "twice"
        static let summary = ""
        static let parameters: [Parameter<Self>] = [.flag("on", \.on, ""), .flag("on", \.on, "")]
        var on = false
    }

    struct Reserved: Command {
        static let name = "reserved"
        static let summary = ""
        static let parameters: [Parameter<Self>] = [.flag("host", short: "h", \.host, "")]
        var host = false
    }

    struct Digit: Command {
        static let name = "digit"
        static let summary = ""
        static let parameters: [Parameter<Self>] = [.flag("one", short: "1", \.one, "")]
        var one = false
    }

    struct Greedy: Command {
        static let name = "greedy"
        static let summary = ""
        static let parameters: [Parameter<Self>] = [
            .positionals("FILE", \.files, ""), .positional("DIR", \.folder, ""),
        ]
        var files: [String] = []
        var folder = ""
    }

    struct Gap: Command {
        static let name = "gap"
        static let summary = ""
        static let parameters: [Parameter<Self>] = [.positional("A", \.first, ""), .positional("B", \.second, "")]
        var first: String?
        var second = ""
    }

    struct Spaced: Command {
        static let name = "two words"
        static let summary = ""
        static let parameters: [Parameter<Self>] = []
    }

    struct Help: Command {
        static let name = "help"
        static let summary = ""
        static let parameters: [Parameter<Self>] = []
    }

    @Test("a mistake in a table stops the program at its start")
    func stops() async {
        await #expect(processExitsWith: .failure) { _ = Interface(single: Twice.self, version: "1") }
        await #expect(processExitsWith: .failure) { _ = Interface(single: Reserved.self, version: "1") }
        await #expect(processExitsWith: .failure) { _ = Interface(single: Digit.self, version: "1") }
        await #expect(processExitsWith: .failure) { _ = Interface(single: Greedy.self, version: "1") }
        await #expect(processExitsWith: .failure) { _ = Interface(single: Gap.self, version: "1") }
        await #expect(processExitsWith: .failure) { _ = Interface(single: Spaced.self, version: "1") }
    }

    @Test("a command may not take the name of a built-in one or of another")
    func stopsOnNames() async {
        await #expect(processExitsWith: .failure) {
            _ = Interface(name: "q", summary: "", version: "1", commands: [Ingest.self, Ingest.self])
        }
        await #expect(processExitsWith: .failure) {
            _ = Interface(name: "q", summary: "", version: "1", commands: [Help.self])
        }
        await #expect(processExitsWith: .success) {
            _ = Interface(name: "q", summary: "", version: "1", commands: [Ingest.self])
        }
    }
}
