import TestSupport
import Testing

@testable import Embedding

@Suite("Safetensors files")
struct SafetensorsTests {
    private static func open(_ bytes: [UInt8]) throws -> SafetensorsFile {
        let folder = try ScratchFolder()
        // The mapping outlives the folder.
        return try SafetensorsFile(path: folder.write(bytes, to: "model.safetensors"))
    }

    @Test(
        "each type of weights is widened exactly",
        arguments: [(TensorType.f32, FloatFormat.single), (.f16, .half), (.bf16, .brain)])
    func reads(type: TensorType, format: FloatFormat) throws {
        // Each is exact in eight bits of mantissa.
        let values: [Float] = [0, -0.0, 1, -1.5, 0.0078125, 1984, -6.103515625e-5, 0.33203125]
        let fixture = SafetensorsFixture(tensors: [
            .init(name: "before", shape: [3], values: [1, 2, 3], type: .u8),
            .init(name: "weights", shape: [2, 4], values: values, type: type),
            .init(name: "behind", shape: [1], values: [9], type: type),
        ])
        let file = try Self.open(fixture.bytes)
        let tensor = try file.tensor("weights")
        #expect(tensor.shape == [2, 4])
        #expect(tensor.format == format)
        #expect(tensor.floats().map(\.bitPattern) == values.map(\.bitPattern))
        #expect(tensor.withFloats { Array($0) } == values)
        #expect(tensor.withBytes { Array($0) } == fixture.tensors[1].bytes)
        let part = [Float](unsafeUninitializedCapacity: 3) { part, filled in
            tensor.copyFloats(3..<6, to: part)
            filled = 3
        }
        #expect(part == Array(values[3..<6]))
        #expect(try file.tensor("behind").floats() == [9])
        #expect(file.names.sorted() == ["before", "behind", "weights"])
    }

    @Test("weights in single precision are lent where they lie, if they are aligned there", arguments: 0..<4)
    func lendsInPlace(shift: Int) throws {
        let header = #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
        // 54 bytes and 8 before them: two blanks align the data.
        let padded = header + String(repeating: " ", count: 2 + shift)
        let tensor = try Self.open(SafetensorsFixture.forged(padded, data: 8)).tensor("a")
        let inPlace = tensor.withBytes { bytes in
            tensor.withFloats { UnsafeRawPointer($0.baseAddress) == bytes.baseAddress }
        }
        #expect(inPlace == (shift == 0))
        #expect(tensor.floats() == [0, 0])
    }

    @Test("scalars, empty tensors and files without tensors are read")
    func readsEdges() throws {
        let file = try Self.open(
            SafetensorsFixture(tensors: [
                .init(name: "scalar", shape: [], values: [7]),
                .init(name: "none", shape: [0, 5], values: []),
            ]).bytes)
        #expect(try file.tensor("scalar").floats() == [7])
        #expect(try file.tensor("none").floats() == [])
        #expect(try Self.open(SafetensorsFixture.forged("{}")).names.isEmpty)
        #expect(try Self.open(SafetensorsFixture.forged("{}   ")).names.isEmpty)
    }

    @Test(
        "a value that is not finite is found, wherever it stands",
        arguments: [Float.nan, .infinity, -.infinity, .signalingNaN], [0, 513, 1023])
    func findsNotFinite(value: Float, index: Int) throws {
        for type in [TensorType.f32, .f16, .bf16] {
            var values = [Float](repeating: -.leastNonzeroMagnitude, count: 1024)
            values[17] = type == .f16 ? 65_504 : 3e38
            values[index] = value
            let fixture = SafetensorsFixture(tensors: [.init(name: "w", shape: [1024], values: values, type: type)])
            let tensor = try Self.open(fixture.bytes).tensor("w")
            let error = #expect(throws: EmbeddingError.self) { try tensor.requireFinite() }
            guard case .badWeights(_, "w", .notFinite(index)) = error else {
                Issue.record("\(type): \(String(describing: error))")
                continue
            }
        }
    }

    @Test("the largest finite values are finite")
    func acceptsFinite() throws {
        let values: [Float] = [.greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, 0]
        let fixture = SafetensorsFixture(tensors: [.init(name: "w", shape: [4], values: values)])
        try Self.open(fixture.bytes).tensor("w").requireFinite()
    }

    @Test("a file cut off anywhere gives one error")
    func refusesTruncated() throws {
        let whole = SafetensorsFixture(tensors: [
            .init(name: "a", shape: [2], values: [1, 2]), .init(name: "b", shape: [3], values: [3, 4, 5], type: .f16),
        ]).bytes
        let folder = try ScratchFolder()
        for count in 0..<whole.count {
            let path = try folder.write(Array(whole[..<count]), to: "model.safetensors")
            #expect(throws: EmbeddingError.self, "cut at \(count)") { try SafetensorsFile(path: path) }
        }
    }

    @Test("a damaged file gives readable tensors or one error", arguments: [1, 2, 3] as [UInt64])
    func survivesDamage(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let whole = SafetensorsFixture(tensors: [
            .init(name: "a", shape: [2, 2], values: [1, 2, 3, 4]), .init(name: "b", shape: [3], values: [3, 4, 5]),
        ]).bytes
        let folder = try ScratchFolder()
        var readable = 0
        for trial in 0..<1000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let alphabet = Array("0123456789-[]{},:\"ab".utf8) + [0, 0x80, 0xff]
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = alphabet.randomElement(using: &random) ?? 0
            }
            // A folder entry of its own each time: a file must not change while it is mapped.
            let path = try folder.write(bytes, to: "\(trial)")
            do throws(EmbeddingError) {
                let file = try SafetensorsFile(path: path)
                for name in file.names { readable += try file.tensor(name).floats().count }
            } catch {
                #expect(!error.description.isEmpty, "seed \(seed), trial \(trial)")
            }
        }
        #expect(readable > 0, "seed \(seed)")
    }
}
