import CKernels

/// The instruction sets for which there are kernels. With none of them the portable kernels run.
public struct Processor: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// With FMA.
    public static let avx2 = Processor(rawValue: QUARRY_AVX2.rawValue)
    /// F, BW, DQ and VL.
    public static let avx512 = Processor(rawValue: QUARRY_AVX512.rawValue)
    /// Products of bytes and of 16-bit integers.
    public static let vnni = Processor(rawValue: QUARRY_AVX512_VNNI.rawValue)
    /// Products of bf16.
    public static let bf16 = Processor(rawValue: QUARRY_AVX512_BF16.rawValue)

    /// What this machine has.
    public static let here = Processor(rawValue: quarry_processor_features())

    /// Cores that this process may use.
    public static var coreCount: Int {
        max(1, Int(quarry_usable_cores()))
    }
}

extension Processor: CustomStringConvertible {
    public var description: String {
        let names = [(Processor.avx2, "avx2"), (.avx512, "avx512"), (.vnni, "vnni"), (.bf16, "bf16")]
        let present = names.filter { contains($0.0) }.map(\.1)
        return present.isEmpty ? "portable" : present.joined(separator: " ")
    }
}

/// How exactly products are computed.
public enum Precision: String, CaseIterable, Sendable {
    /// f32.
    case exact
    /// int16 products, exact sums: weights scaled a column, activations a row; f32 where the processor has no products of these.
    case half
    /// int8 products, exact sums: weights scaled a column, activations a row.
    case fast

    /// What a processor really computes when this is asked for.
    public func computed(on processor: Processor) -> Precision {
        self == .half && !processor.contains(.vnni) ? .exact : self
    }

    func kind(on processor: Processor) -> quarry_kind {
        switch computed(on: processor) {
        case .exact: QUARRY_F32
        case .half: QUARRY_INT16
        case .fast: QUARRY_INT8
        }
    }

    /// Whether attention, which has no weights to scale beforehand, is computed in bf16; f32 otherwise.
    public func isBriefInAttention(on processor: Processor) -> Bool {
        self != .exact && processor.contains(.bf16)
    }
}
