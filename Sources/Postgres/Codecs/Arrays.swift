/// One-dimensional arrays of whatever can be bound, for `= ANY(\(list))` and `unnest(\(list))`.
///
/// Texts go as `text[]` (cast where another type is wanted: `\(states)::round_state[]`).
extension Array: SQLEncodable where Element: SQLEncodable {
    public static var sqlType: SQLType { SQLType(oid: Element.sqlType.arrayOID) }

    public func encode() throws -> Parameter {
        let type = Self.sqlType
        let elementOID = Element.sqlType.oid == 0 ? SQLType.text.oid : Element.sqlType.oid
        guard type.oid != 0 else { throw PostgresError.encoding("\(Self.self) has no array type") }
        var body: [UInt8] = []
        var hasNull = false
        for element in self {
            let parameter = try element.encode()
            guard let bytes = parameter.bytes else {
                hasNull = true
                body += Int32(-1).bigEndianBytes
                continue
            }
            // The text format of what is inferred is the binary format of `text`; of nothing else.
            guard parameter.format == .binary || parameter.type.oid == 0 else {
                throw PostgresError.encoding("an element of \(Self.self) is not in binary format")
            }
            body += Int32(bytes.count).bigEndianBytes
            body += bytes
        }
        var head = Int32(isEmpty ? 0 : 1).bigEndianBytes + Int32(hasNull ? 1 : 0).bigEndianBytes
        head += elementOID.bigEndianBytes
        if !isEmpty { head += Int32(count).bigEndianBytes + Int32(1).bigEndianBytes }
        return Parameter(type, bytes: head + body)
    }
}

extension Array: SQLDecodable where Element: SQLDecodable {
    public init(cell: Cell) throws {
        guard cell.isNull || SQLType.isArray(oid: cell.typeOID) else {
            throw cell.failure(reading: Self.self)
        }
        self = try cell.withBytes(reading: Self.self) { bytes in
            var reader = ArrayReader(bytes: bytes)
            guard let dimensions = reader.next(), reader.next() != nil, let elementOID = reader.next() else {
                throw cell.failure(reading: Self.self, "its header is cut short")
            }
            if dimensions == 0 { return [] }
            guard dimensions == 1, let count = reader.next(), count >= 0, reader.next() != nil else {
                throw cell.failure(reading: Self.self, "it has \(dimensions) dimensions")
            }
            var elements: [Element] = []
            elements.reserveCapacity(Swift.min(Int(count), bytes.count / 4))
            for _ in 0..<count {
                guard let (start, length) = reader.value() else {
                    throw cell.failure(reading: Self.self, "it is cut short")
                }
                let element = cell.element(
                    start: start, length: length, typeOID: UInt32(bitPattern: elementOID))
                elements.append(try Element(cell: element))
            }
            return elements
        }
    }
}

private struct ArrayReader {
    let bytes: UnsafeRawBufferPointer
    var offset = 0

    init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func next() -> Int32? {
        guard offset + 4 <= bytes.count else { return nil }
        defer { offset += 4 }
        return Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
    }

    /// An element: where it starts (nil: NULL) and how long it is.
    mutating func value() -> (start: UnsafeRawPointer?, length: Int)? {
        guard let length = next() else { return nil }
        if length < 0 { return (nil, 0) }
        guard offset + Int(length) <= bytes.count, let base = bytes.baseAddress else { return nil }
        defer { offset += Int(length) }
        return (base + offset, Int(length))
    }
}
