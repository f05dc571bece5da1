import CKernels

/// The weights and bias of a linear layer, in the order in which the kernels read them. Never changed after its making.
public final class PackedWeights: @unchecked Sendable {
    // Guard of @unchecked: everything is written in init and only read afterwards.
    let weights: quarry_weights

    public static let mostInputs = Int(QUARRY_MOST_INPUTS)

    public var columns: Int {
        Int(weights.columns)
    }

    /// - Parameters:
    ///   - parts: outputs one after the other, each a row of `inputs` weights; several matrices that multiply the same thing.
    ///   - bias: one a row.
    public init(
        _ parts: [[Float]], bias: [[Float]], inputs: Int, precision: Precision, processor: Processor = .here
    ) {
        let outputs = bias.reduce(0) { $0 + $1.count }
        precondition((1...Self.mostInputs).contains(inputs), "more inputs than a kernel takes")
        precondition(zip(parts, bias).allSatisfy { $0.count == $1.count * inputs }, "weights do not fit their bias")
        let kind = precision.kind(on: processor)
        let padded = (outputs + 63) / 64 * 64
        let panels = UnsafeMutablePointer<UInt32>.allocateAligned(
            quarry_panel_units(kind, Int32(outputs), Int32(inputs)))
        let scales = UnsafeMutablePointer<Float>.allocateAligned(padded)
        let biases = UnsafeMutablePointer<Float>.allocateAligned(padded)
        scales.initialize(repeating: 0, count: padded)
        biases.initialize(repeating: 0, count: padded)
        for (index, value) in bias.joined().enumerated() { biases[index] = value }
        weights = quarry_weights(
            kind: kind, columns: Int32(outputs), depth: Int32(inputs), panels: panels, scales: scales, bias: biases)
        withUnsafePointer(to: weights) { quarry_clear_panels($0) }
        var first = 0
        for (part, bias) in zip(parts, bias) {
            part.withUnsafeBufferPointer { rows in
                withUnsafePointer(to: weights) {
                    quarry_pack(processor.rawValue, $0, Int32(first), Int32(bias.count), rows.baseAddress, inputs)
                }
            }
            first += bias.count
        }
    }

    deinit {
        weights.panels.deallocate()
        weights.scales.deallocate()
        weights.bias.deallocate()
    }
}
