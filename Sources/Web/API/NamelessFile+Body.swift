import Hummingbird
import HummingbirdCore
import NIOCore
import Registry

extension NamelessFile {
    /// What was written, as an answer of any length: all of it of one moment, in no memory to speak of, and a program that reads it
    /// slowly holds no connection to the database.
    func body() throws -> ResponseBody {
        let size = try size()
        return ResponseBody(contentLength: size) { writer in
            var position = 0
            while position < size {
                let part = try self.read(at: position)
                // a file that has become shorter: the connection breaks, and whoever reads sees that something is missing
                guard !part.isEmpty else { throw Failure.shortened }
                position += part.count
                try await writer.write(ByteBuffer(bytes: part))
            }
            try await writer.finish(nil)
        }
    }
}
