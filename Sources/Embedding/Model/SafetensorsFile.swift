import Store

/// A safetensors file, mapped into memory, with its header checked.
///
/// ```
/// 8 bytes    length of the header, little-endian
/// header     {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …, "__metadata__": {…}}
/// data       the tensors, row by row, little-endian, without gaps; offsets count from here
/// ```
/// Whatever the file says, opening it ends in tensors that lie inside of it or in one error.
final class SafetensorsFile: Sendable {
    let bytes: MappedFile
    private let header: SafetensorsHeader

    convenience init(path: String) throws(EmbeddingError) {
        try self.init(MappedFile.open(path))
    }

    init(_ bytes: MappedFile) throws(EmbeddingError) {
        self.bytes = bytes
        header = try SafetensorsHeader(of: bytes)
    }

    /// All tensors that are listed, of any type.
    var names: some Collection<String> {
        header.entries.keys
    }

    func contains(_ name: String) -> Bool {
        header.entries[name] != nil
    }

    /// A tensor of weights.
    ///
    /// - Parameter shape: what it must have; nil takes any.
    func tensor(_ name: String, shape: [Int]? = nil) throws(EmbeddingError) -> TensorView {
        guard let entry = header.entries[name] else {
            throw .badWeights(path: bytes.path, tensor: name, .missing)
        }
        guard let format = entry.type.format else {
            throw .badWeights(path: bytes.path, tensor: name, .unusableType(entry.type.rawValue))
        }
        if let shape, shape != entry.shape {
            throw .badWeights(path: bytes.path, tensor: name, .wrongShape(expected: shape, found: entry.shape))
        }
        return TensorView(name: name, shape: entry.shape, format: format, file: bytes, bytes: entry.bytes)
    }
}
