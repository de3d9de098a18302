import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// JSON that may be kept for a while and asked for again with `If-None-Match`.
    static func cachedJSON(_ bytes: [UInt8], for seconds: Int, answering request: Request) -> Response {
        let tag = "\"\(ContentHash(of: bytes))\""
        var headers: HTTPFields = [.eTag: tag, .cacheControl: "public, max-age=\(seconds)"]
        if request.knows(tag) {
            return Response(status: .notModified, headers: headers)
        }
        headers.append(HTTPField(name: .contentType, value: "application/json"))
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A page that is the same for everybody and may be kept for a while.
    static func cachedPage(_ text: String, for seconds: Int, answering request: Request) -> Response {
        let tag = "\"\(ContentHash(of: text.utf8))\""
        let headers: HTTPFields = [.eTag: tag, .cacheControl: "public, max-age=\(seconds)"]
        if request.knows(tag) {
            return Response(status: .notModified, headers: headers)
        }
        var response = Response.html(text)
        response.headers.append(contentsOf: headers)
        return response
    }

    /// Weakly, as RFC 9110, 13.1.2 wants.
    fileprivate static func matches(_ known: String, _ tag: String) -> Bool {
        known.split(separator: ",").contains { candidate in
            let bare = candidate.filter { $0 != " " }
            return bare == "*" || bare == tag || bare == "W/" + tag
        }
    }
}

extension Request {
    /// Whether the caller has what an entity tag names already.
    func knows(_ tag: String?) -> Bool {
        guard let tag, let known = headers[.ifNoneMatch] else { return false }
        return Response.matches(known, tag)
    }
}
