/// Parameters in the shape that libpq takes, for the length of a call.
struct ParameterList {
    let count: Int32
    let types: UnsafePointer<UInt32>?
    let values: UnsafePointer<UnsafePointer<CChar>?>?
    let lengths: UnsafePointer<Int32>?
    let formats: UnsafePointer<Int32>?

    static func with<R>(_ parameters: [Parameter], _ body: (ParameterList) -> R) -> R {
        guard !parameters.isEmpty else {
            return body(ParameterList(count: 0, types: nil, values: nil, lengths: nil, formats: nil))
        }
        // All values in one block, each with a NUL behind it, which those in text format need.
        var block: [UInt8] = []
        block.reserveCapacity(parameters.reduce(0) { $0 + ($1.bytes?.count ?? 0) + 1 })
        var offsets: [Int?] = []
        for parameter in parameters {
            offsets.append(parameter.bytes == nil ? nil : block.count)
            if let bytes = parameter.bytes {
                block += bytes
                block.append(0)
            }
        }
        let types = parameters.map(\.type.oid)
        let lengths = parameters.map { Int32($0.bytes?.count ?? 0) }
        let formats = parameters.map(\.format.rawValue)
        return block.withUnsafeBytes { block in
            let start = block.baseAddress?.assumingMemoryBound(to: CChar.self)
            let values = offsets.map { offset in offset.flatMap { start?.advanced(by: $0) } }
            return values.withUnsafeBufferPointer { values in
                types.withUnsafeBufferPointer { types in
                    lengths.withUnsafeBufferPointer { lengths in
                        formats.withUnsafeBufferPointer { formats in
                            body(
                                ParameterList(
                                    count: Int32(parameters.count), types: types.baseAddress,
                                    values: values.baseAddress, lengths: lengths.baseAddress,
                                    formats: formats.baseAddress))
                        }
                    }
                }
            }
        }
    }
}
