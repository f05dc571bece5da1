import Foundation
import TestSupport
import Testing

@testable import VectorEngine

@Suite("Files of segments")
struct SegmentFileTests {
    @Test("sections are read as they were written, from a file and from memory")
    func roundTrip() throws {
        let folder = try ScratchFolder()
        let path = folder.path("a.segment")
        var writer = try SegmentWriter(path: path)
        try write(&writer)
        try writer.finish()
        var memory = try SegmentWriter()
        try write(&memory)
        for segment in [try SegmentFile(path: path), try memory.finishInMemory()] {
            let numbers = try segment.section("numbers").array(Float.self, at: 0, count: 3)
            #expect((0..<3).map { numbers[$0] } == [1, 2.5, -3])
            let large = try segment.section("large")
            #expect(large.count == 3_000_000)
            #expect(try large.value(UInt8.self, at: 2_999_999) == 7)
            #expect(try segment.section("empty").count == 0)
        }
        try SegmentFile(path: path).verify()
    }

    @Test("a section that is not there is named")
    func missing() throws {
        var memory = try SegmentWriter()
        try write(&memory)
        let segment = try memory.finishInMemory()
        let expected = EngineError.damaged(
            path: "memory", section: "nothing", offset: 0, reason: "there is no such section")
        #expect(throws: expected) { try segment.section("nothing") }
    }

    @Test("what does not fit into a section is refused")
    func bounds() throws {
        var memory = try SegmentWriter()
        try write(&memory)
        let section = try memory.finishInMemory().section("numbers")
        for (offset, count) in [(0, 4), (12, 1), (-4, 1), (0, .max), (1, 1), (0, -1)] {
            #expect(throws: EngineError.self) { try section.array(Float.self, at: offset, count: count) }
        }
    }

    @Test("a bit that flips anywhere is found by opening, or by verifying, which names the section")
    func flippedBits() throws {
        let folder = try ScratchFolder()
        let path = folder.path("a.segment")
        var writer = try SegmentWriter(path: path)
        try writer.section("first") { sink throws(EngineError) in try sink.append([UInt8](0..<100)) }
        try writer.section("second") { sink throws(EngineError) in try sink.append([UInt8](0..<50)) }
        try writer.finish()
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        // Zeros between sections mean nothing.
        let meaningful = Array(0..<12) + Array(64..<164) + Array(192..<242) + Array(256..<whole.count)
        for offset in meaningful {
            var changed = whole
            changed[offset] ^= 1 << UInt8(offset % 8)
            try changed.write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: EngineError.self) { try SegmentFile(path: path).verify() }
            if (64..<164).contains(offset), case .damaged(_, let section, _, _) = error { #expect(section == "first") }
        }
    }

    @Test("a file that is cut off anywhere is refused")
    func truncated() throws {
        let folder = try ScratchFolder()
        let path = folder.path("a.segment")
        var writer = try SegmentWriter(path: path)
        try writer.section("first") { sink throws(EngineError) in try sink.append([UInt8](0..<100)) }
        try writer.finish()
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for count in 0..<whole.count {
            try whole.prefix(count).write(to: URL(fileURLWithPath: path))
            #expect(throws: EngineError.self) { try SegmentFile(path: path) }
        }
    }

    private func write(_ writer: inout SegmentWriter) throws {
        try writer.section("numbers") { sink throws(EngineError) in try sink.append([1, 2.5, -3] as [Float]) }
        try writer.section("empty") { _ in }
        try writer.section("large") { sink throws(EngineError) in
            for _ in 0..<3 { try sink.append([UInt8](repeating: 7, count: 1_000_000)) }
        }
    }
}
