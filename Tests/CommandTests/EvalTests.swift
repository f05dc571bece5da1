import Foundation
import TestSupport
import Testing

@Suite("quarry eval")
struct EvalTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        try folder.write(
            #"""
            {"id": "keys", "title": "Keys", "text": "Rotate an API key on the settings page."}
            {"id": "disk", "text": "When the disk is full, compaction stops and the collection becomes read-only."}
            {"id": "cat", "text": "The cat sleeps on the sofa."}
            """#, to: "corpus.jsonl")
        try folder.write(
            #"""
            {"id": "q1", "text": "how do I change my api key"}
            {"id": "q2", "text": "no space left on device"}
            """#, to: "queries.jsonl")
        try folder.write("q1\tkeys\t1\nq2\tdisk\t1\nq2\tcat\t0\n", to: "qrels.tsv")
    }

    private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Program.Outcome {
        try Program.quarry.run(["eval", "retrieval", folder.path] + arguments, environment: environment)
    }

    @Test(
        "finds by meaning what words do not find",
        arguments: [("sparse", "0.5000"), ("dense", "1.0000"), ("hybrid", "1.0000")])
    func modes(mode: String, gain: String) throws {
        let outcome = try run("--mode", mode)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("2 queries among 3 documents\nnDCG@10 \(gain)"), "\(outcome.output)")
    }

    @Test("writes a run file, and says in JSON why each document stands where it does")
    func runFile() throws {
        let outcome = try run("--run", folder.path("mine.run"), "--explain", "--json", "--rerank", "late")
        #expect(outcome.code == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 7)
        #expect(lines[0].hasPrefix(#"{"query":"q1","document":"keys","rank":1,"#))
        #expect(lines[0].contains(#""list":"rerank""#) && lines[0].contains(#""term":"api""#))
        #expect(lines[6].hasPrefix(#"{"queries":2,"documents":3,"ndcg@10":1"#))
        let run = try folder.text("mine.run").split(separator: "\n")
        #expect(run.count == 6)
        #expect(run[0].split(separator: " ").prefix(3) == ["q1", "keys", "1"])
    }

    @Test("words are searched without a model, and what needs one says that it is missing")
    func modelless() throws {
        let words = try run("--mode", "sparse", "--encoder", folder.path("none"))
        #expect(words.code == 0, "\(words.errors)")
        for options in [["--mode", "dense"], ["--mode", "hybrid"], ["--mode", "sparse", "--rerank", "late"]] {
            let outcome = try Program.quarry.run(
                ["eval", "retrieval", folder.path, "--encoder", folder.path("none")] + options)
            #expect(outcome.code == 1)
            #expect(outcome.errors.contains("/none': No such file"), "\(outcome.errors)")
        }
    }

    @Test("the collection goes from the temporary folder, whatever that is called")
    func temporary() throws {
        let temporary = folder.path("übergangs weise")
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
        let outcome = try run("--mode", "sparse", environment: ["TMPDIR": temporary])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary).isEmpty)
        let none = folder.path("übergangen")
        let refused = try run("--mode", "sparse", environment: ["TMPDIR": none])
        #expect(refused.code == 1)
        #expect(refused.errors == "quarry: '\(none)' cannot be written: No such file or directory\n")
    }

    @Test("a run file that cannot be written is named")
    func unwritable() throws {
        let outcome = try run("--mode", "sparse", "--run", folder.path("none/mine.run"))
        #expect(outcome.code == 1)
        #expect(
            outcome.errors.hasSuffix("cannot write '\(folder.path("none/mine.run.new"))': No such file or directory\n"))
    }

    @Test("a kept collection is found again")
    func kept() throws {
        let first = try run("--engine", folder.path("engine"), "--json")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("engine")).sorted()
        let second = try run("--engine", folder.path("engine"), "--json")
        #expect(first.code == 0 && second.code == 0)
        #expect(names.contains { $0.hasPrefix("corpus_") })
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("engine")).sorted() == names)
    }

    @Test("data that cannot be is refused by file and line")
    func refused() throws {
        try folder.write("q1 keys\n", to: "qrels.tsv")
        #expect(try run().errors.contains("qrels.tsv:1: a line is a query, a document and a number"))
        try folder.remove("qrels.tsv")
        try folder.write(#"{"id": "a b", "text": "x"}"#, to: "queries.jsonl")
        #expect(try run().errors.contains("the id 'a b' stands twice, or has blanks"))
        try folder.remove("corpus.jsonl")
        let outcome = try run()
        #expect(outcome.code == 1 && outcome.errors.contains("corpus.jsonl"))
    }
}
