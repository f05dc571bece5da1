import Foundation
import TestSupport
import Testing

@testable import VectorEngine

@Suite("The write-ahead log")
struct WriteAheadLogTests {
    static let entries: [LogEntry] = [
        .upsert([
            Record(
                7, vectors: ["v": [1, -2.5, .pi]],
                sparseVectors: ["s": [SparseElement(index: 9, weight: 2), SparseElement(index: 3, weight: 1)]],
                fields: [
                    "null": .null, "bool": .bool(true), "int": .int(.min), "double": .double(0.1),
                    "string": .string("naïve \u{0} 你好"), "time": .timestamp(1_700_000_000_000),
                    "array": .array([.int(1), .null]), "json": .json("{\"a\":[1]}"),
                ])
        ]),
        .delete([7, "seven", ""]),
        .upsert([]),
        .upsert([Record("a"), Record("b")]),
    ]

    @Test("entries are read as they were written, in order, also by who goes on with the log")
    func roundTrip() throws {
        let folder = try ScratchFolder()
        let path = folder.path("log-1")
        let log = try WriteAheadLog(creating: path)
        for entry in Self.entries.prefix(2) { try log.append(entry) }
        let (found, end) = try replay(path)
        #expect(found == Array(Self.entries.prefix(2)))
        let continued = try WriteAheadLog(continuing: path, at: end)
        for entry in Self.entries.dropFirst(2) { try continued.append(entry) }
        #expect(try replay(path).entries == Self.entries)
    }

    @Test("a log cut off anywhere gives the entries that are whole, and goes on behind them")
    func truncated() throws {
        let folder = try ScratchFolder()
        let path = folder.path("log-1")
        let log = try WriteAheadLog(creating: path)
        var ends = [log.end]
        for entry in Self.entries {
            try log.append(entry)
            ends.append(log.end)
        }
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for count in stride(from: whole.count, through: ends[0], by: -1) {
            try whole.prefix(count).write(to: URL(fileURLWithPath: path))
            let complete = ends.lastIndex { $0 <= count } ?? 0
            let (found, end) = try replay(path)
            #expect(found == Array(Self.entries.prefix(complete)) && end == ends[complete])
            let continued = try WriteAheadLog(continuing: path, at: end)
            try continued.append(.delete([99]))
            #expect(try replay(path).entries == Self.entries.prefix(complete) + [.delete([99])])
        }
    }

    @Test("a flipped bit ends the log before its entry")
    func flippedBits() throws {
        let folder = try ScratchFolder()
        let path = folder.path("log-1")
        let log = try WriteAheadLog(creating: path)
        try log.append(Self.entries[0])
        let end = log.end
        try log.append(Self.entries[1])
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for offset in end..<whole.count {
            var changed = whole
            changed[offset] ^= 1 << UInt8(offset % 8)
            try changed.write(to: URL(fileURLWithPath: path))
            #expect(try replay(path).entries == [Self.entries[0]])
        }
    }

    @Test("a flipped bit before a whole entry is named, for what it spoils was acknowledged")
    func damagedInside() throws {
        let folder = try ScratchFolder()
        let path = folder.path("log-1")
        let log = try WriteAheadLog(creating: path)
        try log.append(Self.entries[0])
        let start = log.end
        try log.append(Self.entries[1])
        let end = log.end
        try log.append(Self.entries[3])
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for offset in start..<end {
            var changed = whole
            changed[offset] ^= 1 << UInt8(offset % 8)
            try changed.write(to: URL(fileURLWithPath: path))
            #expect(
                throws: EngineError.damaged(
                    path: path, section: "log", offset: start, reason: "its checksum differs")
            ) { try replay(path) }
        }
    }

    @Test("a log without a whole head, and one of a later version, are refused")
    func heads() throws {
        let folder = try ScratchFolder()
        let path = folder.path("log-1")
        for count in 0..<LogFrame.headSize {
            try folder.write(Array(LogFrame.head.prefix(count)), to: "log-1")
            #expect(throws: EngineError.damaged(path: path, section: "log", offset: count, reason: "cut off")) {
                try replay(path)
            }
        }
        try folder.write(Array("QuarryLg".utf8) + [2, 0, 0, 0, 0, 0, 0, 0], to: "log-1")
        #expect(throws: EngineError.newer(path: path, found: 2, known: 1)) { try replay(path) }
    }

    @Test("a disk without room refuses an entry and says so")
    func fullDisk() throws {
        #expect(throws: EngineError.cannotWrite(path: "/dev/full", code: ENOSPC)) {
            try WriteAheadLog(creating: "/dev/full")
        }
    }

    private func replay(_ path: String) throws -> (entries: [LogEntry], end: Int) {
        var entries: [LogEntry] = []
        let end = try LoggedBatches(readingFrom: path).each { entries.append($0) }
        return (entries, end)
    }
}
