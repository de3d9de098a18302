import HTTPTypes
import Hummingbird

/// Files that pages refer to.
enum AssetRoutes {
    /// An address with the hash of what it holds may be kept for ever; during an upgrade another program may answer for it.
    static func styleSheet(_ request: Request, _ context: SiteContext) async throws -> Response {
        let isCurrent = request.uri.queryParameters["v"].map(String.init) == StyleSheet.version
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/css; charset=utf-8",
                .cacheControl: isCurrent ? "public, max-age=31536000, immutable" : "no-cache",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: StyleSheet.text)))
    }
}
