import Hummingbird
import Registry
import RuralIndustry

/// What accompanies a request through middleware and handlers.
struct SiteContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who asks. Nobody signs in yet.
    var viewer = Viewer.anybody

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    var maxUploadSize: Int { BodyLimit.bytes }
}
