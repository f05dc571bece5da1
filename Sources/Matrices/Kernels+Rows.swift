import CKernels

extension Kernels {
    /// GELU by the tanh with which some models were trained.
    public func geluByTanh(_ buffer: FloatBuffer, count: Int) {
        quarry_gelu_by_tanh(features, buffer.base, count * buffer.stride)
    }

    public func relu(_ buffer: FloatBuffer, count: Int) {
        for index in 0..<count * buffer.stride { buffer.base[index] = max(0, buffer.base[index]) }
    }

    /// Layer normalisation of the first rows, in place.
    public func normalise(_ buffer: FloatBuffer, count: Int, by norm: LayerNorm) {
        precondition(norm.weight.count == buffer.width && norm.bias.count == buffer.width && count <= buffer.rows)
        quarry_normalise_rows(
            features, buffer.base, buffer.stride, Int32(count), Int32(buffer.width), norm.weight, norm.bias,
            norm.epsilon)
    }

    /// Fills rows with the sums of what the tables have for a sequence's tokens, their places and segments.
    public func embed(
        _ ids: ArraySlice<Int32>, segments: ArraySlice<Int32>?, tables: EmbeddingTables, into buffer: FloatBuffer,
        from row: Int
    ) {
        precondition(row + ids.count <= buffer.rows && ids.count <= tables.positionCount)
        precondition(ids.allSatisfy { (0..<Int32(tables.wordCount)).contains($0) }, "a token that the model has not")
        precondition(
            segments.map { $0.count == ids.count && $0.allSatisfy { (0..<Int32(tables.segmentCount)).contains($0) } }
                ?? true)
        ids.withUnsafeBufferPointer { ids in
            func embed(_ segments: UnsafePointer<Int32>?) {
                tables.words.withFloats { words in
                    quarry_embed(
                        features, ids.baseAddress, segments, Int32(ids.count), Int32(buffer.width), words.baseAddress,
                        tables.positions, tables.segments, buffer.row(row), buffer.stride)
                }
            }
            if let segments {
                segments.withUnsafeBufferPointer { embed($0.baseAddress) }
            } else {
                embed(nil)
            }
        }
    }

    /// Self-attention of the sequence whose queries, keys and values lie side by side from a row on.
    public func attend(
        _ queries: FloatBuffer, from row: Int, length: Int, heads: Int, precision: Precision, into out: FloatBuffer,
        scratch: AttentionScratch
    ) {
        let headWidth = out.width / heads
        precondition(row + length <= queries.rows && row + length <= out.rows && queries.width == 3 * out.width)
        precondition(length <= scratch.length && heads == scratch.heads && headWidth == scratch.headWidth)
        quarry_attend(
            features, precision.isBriefInAttention(on: processor) ? QUARRY_BF16 : QUARRY_F32, queries.row(row),
            queries.stride, Int32(length), Int32(heads), Int32(headWidth), out.row(row), out.stride, scratch.base)
    }

    /// The mean of some rows.
    public func mean(_ buffer: FloatBuffer, from row: Int, count: Int) -> [Float] {
        precondition(row + count <= buffer.rows)
        return [Float](unsafeUninitializedCapacity: buffer.width) { mean, size in
            quarry_mean(features, buffer.row(row), buffer.stride, Int32(count), Int32(buffer.width), mean.baseAddress)
            size = buffer.width
        }
    }

    /// Scales a vector to length one. A vector of zeros stays.
    public func scaleToUnit(_ vector: inout [Float]) {
        vector.withUnsafeMutableBufferPointer { buffer in
            if let base = buffer.baseAddress { scaleToUnit(base, count: buffer.count) }
        }
    }

    public func scaleToUnit(_ vector: UnsafeMutablePointer<Float>, count: Int) {
        quarry_scale_to_unit(features, vector, Int32(count))
    }
}

/// The weights of a layer normalisation.
public struct LayerNorm: Sendable {
    public var weight: [Float]
    public var bias: [Float]
    public var epsilon: Float

    public init(weight: [Float], bias: [Float], epsilon: Float) {
        self.weight = weight
        self.bias = bias
        self.epsilon = epsilon
    }
}

/// What a model knows of tokens before it has read them in their places.
public struct EmbeddingTables: Sendable {
    /// Rows of f32, as they lie in the model's file.
    let words: any FloatsOwner
    let positions: [Float]
    let segments: [Float]
    let wordCount: Int
    let positionCount: Int
    let segmentCount: Int

    public init(words: any FloatsOwner, positions: [Float], segments: [Float], width: Int) {
        self.words = words
        self.positions = positions
        self.segments = segments
        wordCount = words.withFloats { $0.count } / width
        positionCount = positions.count / width
        segmentCount = segments.count / width
    }
}

/// Someone who lends floats, as a mapped file does.
public protocol FloatsOwner: Sendable {
    func withFloats<Result>(_ body: (UnsafeBufferPointer<Float>) -> Result) -> Result
}

extension [Float]: FloatsOwner {
    public func withFloats<Result>(_ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
        withUnsafeBufferPointer(body)
    }
}

/// Room for one attention at a time.
public final class AttentionScratch {
    let base: UnsafeMutablePointer<Float>
    let length: Int
    let heads: Int
    let headWidth: Int

    public static let mostHeadWidth = Int(QUARRY_MOST_HEAD_WIDTH)

    /// For sequences of up to `length`.
    public init(length: Int, heads: Int, headWidth: Int) {
        precondition(headWidth <= Self.mostHeadWidth)
        base = .allocateAligned(quarry_attention_scratch(Int32(length), Int32(heads), Int32(headWidth)))
        self.heads = heads
        self.length = length
        self.headWidth = headWidth
    }

    deinit {
        base.deallocate()
    }
}
