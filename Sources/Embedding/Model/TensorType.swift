/// The type of a tensor's values, as safetensors names it.
enum TensorType: String, Sendable {
    case bool = "BOOL"
    case u8 = "U8"
    case i8 = "I8"
    case f8e4m3 = "F8_E4M3"
    case f8e5m2 = "F8_E5M2"
    case u16 = "U16"
    case i16 = "I16"
    case f16 = "F16"
    case bf16 = "BF16"
    case u32 = "U32"
    case i32 = "I32"
    case f32 = "F32"
    case u64 = "U64"
    case i64 = "I64"
    case f64 = "F64"

    /// Bytes of one value.
    var size: Int {
        switch self {
        case .bool, .u8, .i8, .f8e4m3, .f8e5m2: 1
        case .u16, .i16, .f16, .bf16: 2
        case .u32, .i32, .f32: 4
        case .u64, .i64, .f64: 8
        }
    }

    /// How weights of this type are read; nil where they are not.
    var format: FloatFormat? {
        switch self {
        case .f32: .single
        case .f16: .half
        case .bf16: .brain
        default: nil
        }
    }
}

/// The types that weights may have; each widens to `Float` without loss.
enum FloatFormat: Sendable {
    case single
    case half
    /// The upper half of a `Float`.
    case brain
}
