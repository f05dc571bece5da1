import Arguments
import Chat
import Embedding
import Glibc
import HTTPClient
import JSONStream
import Matrices
import Pipeline
import Store

/// `quarry doctor`: what this machine has, and what the lack of a thing costs.
struct DoctorCommand: RunnableCommand {
    static let name = "doctor"
    static let summary = "Checks versions, libraries, processor, disk and encoder, and says what each absence costs."
    static let parameters: [Parameter<Self>] = [
        .option(
            "output", short: "o", \.output, value: "DIR", "A state folder, whose database is checked too.",
            environment: "QUARRY_OUTPUT"),
        .flag("json", \.isJSON, "One JSON object a check."),
    ]

    var output: String?
    var isJSON = false

    func run(_ surroundings: Surroundings) async throws -> ExitCode {
        var checks = [Self.version, Self.sqlite, Self.curl, Self.processor, Self.memory, disk, Self.encoder]
        if let output { checks.append(await Self.database(StateFolder(output))) }
        for check in checks { try surroundings.console.print(isJSON ? check.json : check.line) }
        return checks.contains { $0.state == .failed } ? .failure : .success
    }

    private static var version: Check {
        Check("quarry", .fine, "\(Quarry.version), \(system)")
    }

    private static var system: String {
        let key = "PRETTY_NAME="
        do {
            let lines = String(decoding: try FileBytes.read("/etc/os-release"), as: UTF8.self).split(separator: "\n")
            let line = lines.first { $0.hasPrefix(key) } ?? ""
            return String(line.dropFirst(key.count)).replacing("\"", with: "")
        } catch {
            return "an unknown system"
        }
    }

    private static var sqlite: Check {
        let version = Connection.libraryVersion
        let isRecent = !version.split(separator: ".").compactMap { Int($0) }.lexicographicallyPrecedes([3, 37])
        return Check(
            "SQLite", isRecent ? .fine : .failed, version,
            costs: isRecent ? nil : "3.37 or later is needed: install libsqlite3-0")
    }

    private static var curl: Check {
        let version = CurlTransport.libraryVersion
        return Check(
            "libcurl", version == nil ? .slower : .fine, version ?? "is not installed",
            costs: version == nil ? "no server can be asked for vectors: install libcurl4" : nil)
    }

    private static var processor: Check {
        let cores = Processor.coreCount
        let wanted = [(Processor.avx2, "avx2"), (.vnni, "avx512_vnni"), (.bf16, "avx512_bf16")]
        let present = wanted.filter { Processor.here.contains($0.0) }.map(\.1)
        let missing = wanted.map(\.1).filter { !present.contains($0) }
        return Check(
            "processor", missing.isEmpty && cores > 1 ? .fine : .slower,
            "\(cores) cores, \(present.joined(separator: " "))",
            costs: cores == 1
                ? "with one core reading and writing take turns: about half the speed"
                : missing.isEmpty
                    ? nil : "without \(missing.joined(separator: ", ")) later stages run on slower kernels")
    }

    private static var memory: Check {
        let bytes = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
        let isEnough = bytes >= 1 << 30
        return Check(
            "memory", isEnough ? .fine : .slower, "\(bytes >> 20) MB",
            costs: isEnough ? nil : "with under 1 GB the disk cache is small: reading exports twice costs twice")
    }

    private var disk: Check {
        let place = output ?? "."
        var status = statvfs()
        guard statvfs(place, &status) == 0 else {
            return Check(
                "disk", .failed, "'\(place.safeForTerminal)' cannot be read", costs: "name a folder that exists")
        }
        let free = status.f_bavail * status.f_frsize
        let isEnough = free >= 1 << 30
        return Check(
            "disk", isEnough ? .fine : .failed, "\(free >> 20) MB free at '\(place.safeForTerminal)'",
            costs: isEnough ? nil : "an archive takes about half the size of its exports; free some space")
    }

    private static var encoder: Check {
        do {
            guard let path = EncoderChoice.standardFolder else { throw EmbedFailure.noStandardModel }
            let encoder = try LocalEncoder(path: path, threads: 1)
            return Check("encoder", .fine, "\(path), \(encoder.dimension) dimensions, \(Processor.here)")
        } catch {
            return Check(
                "encoder", .slower, Failure.sentence(error),
                costs: "texts become vectors only with --encoder; 'make setup' fetches the standard model")
        }
    }

    private static func database(_ folder: StateFolder) async -> Check {
        do {
            let problems = try await folder.openForReading().integrityProblems()
            return Check(
                "archive", problems.isEmpty ? .fine : .failed, problems.first ?? "its database is sound",
                costs: problems.isEmpty ? nil : "restore a backup, or delete the folder and ingest again")
        } catch {
            return Check("archive", .failed, Failure.sentence(error), costs: nil)
        }
    }
}

/// One thing that was checked.
private struct Check {
    enum State: String {
        case fine = "ok"
        case slower = "slow"
        case failed
    }

    let name: String
    let state: State
    let found: String
    let costs: String?

    init(_ name: String, _ state: State, _ found: String, costs: String? = nil) {
        self.name = name
        self.state = state
        self.found = found
        self.costs = costs
    }

    var line: String {
        func column(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(1, width - text.count))
        }
        return column(state.rawValue, 8) + column(name, 11) + found + (costs.map { "; \($0)" } ?? "")
    }

    var json: String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("check", name)
            writer.member("state", state.rawValue)
            writer.member("found", found)
            writer.member("costs", costs)
        }
        return writer.text
    }
}
