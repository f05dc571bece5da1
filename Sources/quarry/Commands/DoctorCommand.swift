import Arguments
import Chat
import Embedding
import Foundation
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
        var checks = [Self.version, Self.sqlite, Self.processor, Self.memory, disk, Self.encoder]
        if let output { checks.append(await Self.database(StateFolder(output))) }
        for check in checks { surroundings.console.print(isJSON ? check.json : check.line) }
        return checks.contains { $0.state == .failed } ? .failure : .success
    }

    private static var version: Check {
        Check("quarry", .fine, "\(Quarry.version), \(ProcessInfo.processInfo.operatingSystemVersionString)")
    }

    private static var sqlite: Check {
        let version = Connection.libraryVersion
        let isRecent = version.compare("3.37.0", options: .numeric) != .orderedAscending
        return Check(
            "SQLite", isRecent ? .fine : .failed, version,
            costs: isRecent ? nil : "3.37 or later is needed: install libsqlite3-0")
    }

    private static var processor: Check {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let features = CPUFeatures.ofProcessor
        let wanted = ["avx2", "avx512_vnni", "avx512_bf16"]
        let missing = wanted.filter { !features.contains($0) }
        return Check(
            "processor", missing.isEmpty && cores > 1 ? .fine : .slower,
            "\(cores) cores, \(wanted.filter(features.contains).joined(separator: " "))",
            costs: cores == 1
                ? "with one core reading and writing take turns: about half the speed"
                : missing.isEmpty
                    ? nil : "without \(missing.joined(separator: ", ")) later stages run on slower kernels")
    }

    private static var memory: Check {
        let bytes = ProcessInfo.processInfo.physicalMemory
        let isEnough = bytes >= 1 << 30
        return Check(
            "memory", isEnough ? .fine : .slower, "\(bytes >> 20) MB",
            costs: isEnough ? nil : "with under 1 GB the disk cache is small: reading exports twice costs twice")
    }

    private var disk: Check {
        let place = output ?? "."
        do {
            let attributes = try FileManager.default.attributesOfFileSystem(forPath: place)
            let free = (attributes[.systemFreeSize] as? NSNumber)?.int64Value ?? 0
            let isEnough = free >= 1 << 30
            return Check(
                "disk", isEnough ? .fine : .failed, "\(free >> 20) MB free at '\(place.safeForTerminal)'",
                costs: isEnough ? nil : "an archive takes about half the size of its exports; free some space")
        } catch {
            return Check(
                "disk", .failed, "'\(place.safeForTerminal)' cannot be read", costs: "name a folder that exists")
        }
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

/// What the processor can do, as the kernel lists it.
private enum CPUFeatures {
    static var ofProcessor: Set<String> {
        guard let text = FileManager.default.contents(atPath: "/proc/cpuinfo") else { return [] }
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        let flags = lines.first { $0.hasPrefix("flags") || $0.hasPrefix("Features") }
        return Set((flags ?? "").split(separator: " ").map(String.init))
    }
}
