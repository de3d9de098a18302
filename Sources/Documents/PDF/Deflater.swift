import CDeflate

/// Compresses streams for /FlateDecode. The bytes depend on libdeflate's version, not on the machine.
final class Deflater {
    private let compressor: OpaquePointer

    /// - Parameter level: from 1 (fast) to 12 (small).
    init(level: Int32) throws(DocumentError) {
        guard let compressor = libdeflate_alloc_compressor(level) else { throw .outOfMemory }
        self.compressor = compressor
    }

    deinit { libdeflate_free_compressor(compressor) }

    func compress(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes(compress) }

    func compress(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let bound = libdeflate_zlib_compress_bound(compressor, bytes.count)
        return [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            count = libdeflate_zlib_compress(
                compressor, bytes.baseAddress, bytes.count, buffer.baseAddress, buffer.count)
        }
    }
}
