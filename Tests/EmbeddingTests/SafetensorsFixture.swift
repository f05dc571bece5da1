import JSONStream

@testable import Embedding

/// A safetensors file, made of its tensors.
struct SafetensorsFixture {
    struct Tensor {
        var name: String
        var shape: [Int]
        var values: [Float]
        var type = TensorType.f32
    }

    var tensors: [Tensor]

    /// A file with any header and a data part of zeros.
    static func forged(_ header: String, data: Int = 0) -> [UInt8] {
        let text = Array(header.utf8)
        return length(text.count) + text + [UInt8](repeating: 0, count: data)
    }

    static func length(_ count: Int) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) }
    }

    var bytes: [UInt8] {
        var data: [UInt8] = []
        var header = JSONWriter()
        header.object { header in
            header.object("__metadata__") { $0.member("format", "pt") }
            for tensor in tensors {
                let begin = data.count
                data += tensor.bytes
                header.object(tensor.name) { header in
                    header.member("dtype", tensor.type.rawValue)
                    header.member("shape", tensor.shape)
                    header.member("data_offsets", [begin, data.count])
                }
            }
        }
        return Self.length(header.bytes.count) + header.bytes + data
    }
}

extension SafetensorsFixture.Tensor {
    /// The values as they stand in the file; narrower types round.
    var bytes: [UInt8] {
        switch type {
        case .f32: values.flatMap { Self.little($0.bitPattern) }
        case .f16: values.flatMap { Self.little(Float16($0).bitPattern) }
        case .bf16: storedValues.flatMap { Self.little(UInt16($0.bitPattern >> 16)) }
        default: [UInt8](repeating: 0, count: values.count * type.size)
        }
    }

    /// The values as whoever reads the file has them.
    var storedValues: [Float] {
        switch type {
        case .f16: values.map { Float(Float16($0)) }
        case .bf16: values.map { Float(bitPattern: ($0.bitPattern + 0x8000) & 0xffff_0000) }
        default: values
        }
    }

    private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}
