import HTTPTypes
import Hummingbird

/// Files that pages refer to.
enum AssetRoutes {
    static func styleSheet(_ request: Request, _ context: SiteContext) async throws -> Response {
        kept(StyleSheet.text, type: "text/css", version: StyleSheet.version, request)
    }

    /// `/assets/NAME.js`.
    static func script(_ request: Request, _ context: SiteContext) async throws -> Response {
        let file = try context.parameters.require("file")
        guard file.hasSuffix(".js"), let script = Script.named(String(file.dropLast(3))) else {
            throw Problem.noSuchPage
        }
        return kept(script.text, type: "text/javascript", version: script.version, request)
    }

    /// `/judging/worker.js`, for judges' pages and no others.
    static func judgesWorker(_ request: Request, _ context: SiteContext) async throws -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/javascript; charset=utf-8", .cacheControl: "no-cache",
                // the list of the rounds stands beside the folder, not in it
                .serviceWorkerAllowed: JudgingAddress.folder,
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: Script.judgesWorker)))
    }

    /// An address with the hash of what it holds may be kept for ever; during an upgrade another program may answer for it.
    private static func kept(
        _ text: String, type: String, version: String, _ request: Request
    ) -> Response {
        let isCurrent = request.uri.queryParameters["v"].map(String.init) == version
        return Response(
            status: .ok,
            headers: [
                .contentType: "\(type); charset=utf-8",
                .cacheControl: isCurrent ? "public, max-age=31536000, immutable" : "no-cache",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

extension HTTPField.Name {
    static let serviceWorkerAllowed = HTTPField.Name(known: "Service-Worker-Allowed")
}
