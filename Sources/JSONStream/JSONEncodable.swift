/// A value that writes itself as JSON.
public protocol JSONEncodable {
    func write(to writer: inout JSONWriter)
}

extension String: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.writeString(self)
    }
}

extension Bool: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.write(literal: self ? "true" : "false")
    }
}

/// Counts and sizes. Ids are types of their own, which write themselves as strings: readers in JavaScript would round them.
extension Int: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.write(literal: String(self))
    }
}

extension Double: JSONEncodable {
    /// The shortest text that reads back as the same number; null where JSON has none.
    public func write(to writer: inout JSONWriter) {
        writer.write(literal: isFinite ? description : "null")
    }
}

extension Float: JSONEncodable {
    /// The shortest text that reads back as the same number; null where JSON has none.
    public func write(to writer: inout JSONWriter) {
        writer.write(literal: isFinite ? description : "null")
    }
}

extension Optional: JSONEncodable where Wrapped: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        if let self { self.write(to: &writer) } else { writer.write(literal: "null") }
    }
}

extension Array: JSONEncodable where Element: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.array { writer in
            for element in self { writer.element(element) }
        }
    }
}
