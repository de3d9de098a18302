import Hummingbird
import Logging
import Registry
import RuralIndustry

/// What accompanies a request through middleware and handlers.
struct SiteContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who asks. Nobody signs in yet.
    var viewer = Viewer.anybody
    /// In the header X-Request-Id and, as Hummingbird names it, in every line of the log.
    let requestID: String

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        // A log handler may keep no metadata, which `RequestContext.id` takes for granted.
        requestID = source.logger[metadataKey: "hb.request.id"]?.description ?? RequestID().description
    }

    var maxUploadSize: Int { BodyLimit.bytes }
}
