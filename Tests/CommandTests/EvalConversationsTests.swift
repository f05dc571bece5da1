import TestSupport
import Testing

@Suite("quarry eval conversations")
struct EvalConversationsTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        try folder.write(
            """
            [03:10] <ann> how do I mount an ntfs partition on hoary?
            === dave has joined #ubuntu
            [03:10] <carl> anyone know why my wifi card drops every few minutes?
            [03:11] <bob> ann: sudo mount -t ntfs /dev/hda1 /mnt
            [03:11] <dave> carl: which card is it?
            """, to: "a.ascii.txt")
        try folder.write("0 0 -\n", to: "a.annotation.txt")
    }

    @Test(
        "writes what each message answers",
        arguments: [
            (["--no-encoder"], "a 0 0 0\na 1 1 1\na 2 2 2\na 3 0 0\na 4 2 2\n"),
            ([], "a 0 0 0\na 1 1 1\na 2 2 2\na 3 0 0\na 4 2 2\n"),
            (["--baseline", "gap"], "a 0 0 0\na 1 1 1\na 2 0 0\na 3 0 2\na 4 0 3\n"),
        ])
    func predictions(options: [String], expected: String) throws {
        let path = folder.path("mine.txt")
        let outcome = try Program.quarry.run(
            ["eval", "conversations", folder.path, "--predictions", path, "--json"] + options)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(try folder.text("mine.txt") == expected)
        #expect(outcome.output.hasPrefix(#"{"logs":1,"messages":5,"conversations":"#), "\(outcome.output)")
    }

    @Test("a folder without logs is said to have none")
    func noLogs() throws {
        let empty = try ScratchFolder()
        let outcome = try Program.quarry.run(["eval", "conversations", empty.path])
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("there are no logs in"), "\(outcome.errors)")
    }
}
