import Hummingbird
import Registry
import RuralIndustry

struct FairListView: Sendable {
    struct Item: Sendable {
        let address: String
        let name: String
        let days: String
        let venue: String
        let organiser: String
        let booths: String
    }

    let hasFairs: Bool
    let fairs: [Item]
    let hasMore: Bool
    let more: String

    init(_ fairs: [FairRecord], isFull: Bool) {
        self.init(
            fairs: fairs.map {
                Item(
                    address: "/fairs/\($0.id)", name: $0.name,
                    days: "\($0.days.first.vietnamese) – \($0.days.last.vietnamese)", venue: $0.venue,
                    organiser: $0.organiserName, booths: String($0.booths))
            }, more: isFull ? fairs.last.map { "/fairs?before=\($0.id)" } : nil)
    }

    init(fairs: [Item], more: String?) {
        hasMore = more != nil
        self.more = more ?? ""
        hasFairs = !fairs.isEmpty
        self.fairs = fairs
    }
}

extension Template {
    /// Shows a `FairListView`.
    static let fairs = Template(
        name: "fairs",
        text: """
            <section class="card">
            <h1>Hội chợ, triển lãm <span lang="en">Trade fairs</span></h1>
            {{#hasFairs}}<ul class="hits">{{#fairs}}<li><a href="{{address}}">{{name}}</a>
            <span class="act">{{days}} · {{venue}} · {{organiser}}</span>
            <span class="badge live">{{booths}} gian hàng <span lang="en">booths</span></span></li>{{/fairs}}</ul>{{/hasFairs}}
            {{#hasMore}}<p><a class="load" href="{{more}}">Các hội chợ trước <span lang="en">Earlier fairs</span></a></p>{{/hasMore}}
            {{^hasFairs}}<p>Chưa có hội chợ nào được công bố. <span lang="en">None is announced yet.</span></p>{{/hasFairs}}
            </section>
            """)
}
