public import Arguments
public import Embedding
import JSONStream
public import Matrices

/// `quarry embed`: texts in, vectors out.
struct EmbedCommand: RunnableCommand {
    static let name = "embed"
    static let summary = "Turns lines of text into vectors."
    static let discussion = """
        A line of a file ending in .jsonl, and of standard input with --input jsonl, is a JSON string, or an object with \
        "text", perhaps a "title" that is put before it, and an "id". Any other line is a text. No archive is touched.
        """
    static let examples = [
        Example(command: "quarry embed questions.txt", says: "a JSON object a line: id, vector"),
        Example(command: "quarry embed corpus.jsonl --format npy > corpus.npy", says: "a matrix for NumPy"),
        Example(
            command: "quarry embed --encoder http://localhost:11434/v1 --encoder-model nomic-embed-text notes.txt",
            says: "a server's vectors"),
    ]
    static let parameters: [Parameter<Self>] = [
        .positionals("FILE", \.files, "Files with texts; standard input where there is none."),
        .option(
            "encoder", \.encoder, value: "DIR|URL", "The folder of a model, or the address of a server's API.",
            environment: "QUARRY_ENCODER", default: "models/all-MiniLM-L6-v2"),
        .option(
            "encoder-model", \.encoderModel, value: "NAME", "What a server calls the model.",
            environment: "QUARRY_ENCODER_MODEL"),
        .option(
            "precision", \.precision, value: "KIND", "exact (f32), half (int16) or fast (int8).",
            default: "fast where the processor multiplies bytes, else exact"),
        .option("threads", \.threads, value: "N", "Threads that compute.", default: "one a core"),
        .option("as", \.role, value: "ROLE", "What the texts are to a search: query or passage."),
        .option("input", \.input, value: "KIND", "What standard input has: lines or jsonl."),
        .option("format", \.format, value: "KIND", "jsonl, or npy for a NumPy matrix."),
        .flag("quiet", short: "q", \.isQuiet, "No progress."),
    ]

    var files: [String] = []
    var encoder: String?
    var encoderModel: String?
    var precision: Precision?
    var threads: ThreadCount?
    var role = TextRole.passage
    var input = TextSource.Kind.lines
    var format = Format.jsonl
    var isQuiet = false

    /// What is written.
    enum Format: String, ArgumentValue, CaseIterable {
        case jsonl
        case npy
    }

    func run(_ surroundings: Surroundings) async throws -> ExitCode {
        let encoder = try EncoderChoice(
            place: encoder, model: encoderModel, precision: precision, threads: threads?.value
        ).open(surroundings)
        let progress = EmbedProgress(surroundings.console, isQuiet: isQuiet)
        defer { progress.finish() }
        switch format {
        case .jsonl: try await writeLines(with: encoder, progress, surroundings.console)
        case .npy: try await writeMatrix(with: encoder, progress)
        }
        return .success
    }

    private func writeLines(
        with encoder: any TextEncoder, _ progress: EmbedProgress, _ console: Console
    ) async throws {
        var portions = try TextPortions(of: files, orStandardInput: input)
        var writer = JSONWriter()
        while case let items = try portions.next(), !items.isEmpty {
            let rows = try await encoder.encode(items.map(\.text), as: role, progress: progress.portion())
            for (number, item) in items.enumerated() {
                writer.removeAll()
                writer.object { writer in
                    writer.member("id", item.id)
                    writer.array("vector") { writer in
                        for value in rows[number] { writer.element(value) }
                    }
                }
                try console.print(writer.text)
            }
        }
    }

    private func writeMatrix(with encoder: any TextEncoder, _ progress: EmbedProgress) async throws {
        var portions = try TextPortions(of: files, orStandardInput: input)
        func encode(_ items: [TextItem]) async throws -> VectorRows {
            try await encoder.encode(items.map(\.text), as: role, progress: progress.portion())
        }
        let first = try portions.next()
        guard !first.isEmpty else { throw EmbedFailure.noTexts }
        let rows = try await encode(first)
        var file = try NumPyFile(standardOutputOfDimension: rows.dimension)
        try file.append(rows)
        while case let items = try portions.next(), !items.isEmpty {
            try file.append(try await encode(items))
        }
        try file.finish()
    }
}

/// Why nothing could be embedded.
enum EmbedFailure: Error {
    case noTexts
    case noModelName
    case noStandardModel
    case badLine(path: String, number: Int, JSONError)
}

extension Precision: ArgumentValue {}

extension TextRole: ArgumentValue {}
