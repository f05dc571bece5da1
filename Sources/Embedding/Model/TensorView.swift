import Store

/// The weights of one tensor, where they lie in their file; it keeps the file mapped.
struct TensorView: Sendable {
    let name: String
    let shape: [Int]
    let format: FloatFormat
    private let file: MappedFile
    private let range: Range<Int>

    init(name: String, shape: [Int], format: FloatFormat, file: MappedFile, bytes: Range<Int>) {
        self.name = name
        self.shape = shape
        self.format = format
        self.file = file
        range = bytes
    }

    /// How many values there are.
    var count: Int {
        shape.reduce(1, *)
    }

    /// Lends the values as they are written: little-endian, of `format`, perhaps not aligned.
    func withBytes<Result, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try file.withBytes { bytes throws(Failure) in try body(UnsafeRawBufferPointer(rebasing: bytes[range])) }
    }

    /// Whether the file has the values as the processor wants them.
    var isInPlace: Bool {
        withBytes { bytes in
            format == .single && Int(bitPattern: bytes.baseAddress) % MemoryLayout<Float>.alignment == 0
        }
    }

    /// Lends the values; in place where the file has them aligned and in single precision, else a converted copy.
    func withFloats<Result, Failure>(
        _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if isInPlace {
            return try withBytes { bytes throws(Failure) in try body(bytes.assumingMemoryBound(to: Float.self)) }
        }
        return try floats().withUnsafeBufferPointer(body)
    }

    /// The values, widened.
    func floats() -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { values, filled in
            copyFloats(0..<count, to: values)
            filled = count
        }
    }

    /// The values, widened. Throws where one is NaN or infinite.
    func finiteFloats() throws(EmbeddingError) -> [Float] {
        let values = floats()
        try requireFinite(values.withUnsafeBufferPointer { $0.firstIndexNotFinite })
        return values
    }

    /// Writes some of the values, widened, to the start of `values`: a row of a table, where the whole would be too much.
    func copyFloats(_ places: Range<Int>, to values: UnsafeMutableBufferPointer<Float>) {
        precondition(places.upperBound <= count && places.count <= values.count, "values out of range")
        withBytes { bytes in
            switch format {
            case .single:
                let size = MemoryLayout<Float>.size
                let part = bytes[places.lowerBound * size..<places.upperBound * size]
                UnsafeMutableRawBufferPointer(values).copyBytes(from: part)
            case .half:
                for (index, place) in places.enumerated() {
                    values[index] = Float(Float16(bitPattern: Self.unit(place, of: bytes)))
                }
            case .brain:
                for (index, place) in places.enumerated() {
                    values[index] = Float(bitPattern: UInt32(Self.unit(place, of: bytes)) << 16)
                }
            }
        }
    }

    private static func unit(_ index: Int, of bytes: UnsafeRawBufferPointer) -> UInt16 {
        UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self))
    }

    /// Throws where a value is NaN or infinite. Reads every value.
    func requireFinite() throws(EmbeddingError) {
        try requireFinite(withFloats { values in values.firstIndexNotFinite })
    }

    private func requireFinite(_ fault: Int?) throws(EmbeddingError) {
        if let fault { throw .badWeights(path: file.path, tensor: name, .notFinite(index: fault)) }
    }
}

extension UnsafeBufferPointer<Float> {
    /// The first value that is NaN or infinite. All values are looked at without a branch, for speed, and again only after
    /// one was found.
    var firstIndexNotFinite: Int? {
        let exponent: UInt32 = 0x7f80_0000
        let lowestBit: UInt32 = 0x0080_0000
        var found: UInt32 = 0
        // The sum carries into the sign exactly where all bits of the exponent are set.
        for value in self { found |= (value.bitPattern & exponent) &+ lowestBit }
        return found >> 31 == 0 ? nil : firstIndex { !$0.isFinite }
    }
}
