package floria.engine.market;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.engine.market.SiteTerms.Limit;
import floria.engine.state.Scope;
import floria.engine.state.Store.Placed;
import floria.placement.Placement.Assignment;
import floria.placement.Quota;

/** What live deployments use of each site, counted by what their placements say. */
final class Usage {
    private record Of(String site, String whose, Quota.Resource resource) {}

    private final Map<Of, Double> used = new HashMap<>();
    private final Map<Of, Double> reserved = new HashMap<>();

    private Usage() {}

    static Usage of(List<Placed> placed) {
        Usage usage = new Usage();
        placed.forEach(usage::add);
        return usage;
    }

    private void add(Placed one) {
        Map<Of, Double> to = one.running() ? used : reserved;
        for (Assignment at : one.placement().assignments().values()) {
            for (Map.Entry<Quota.Resource, Double> amount : at.takes().entrySet()) {
                for (String whose :
                        List.of("", "project " + one.project(), "user " + one.owner())) {
                    to.merge(
                            new Of(at.site(), whose, amount.getKey()),
                            amount.getValue(),
                            Double::sum);
                }
            }
        }
    }

    /** The limits of a site that hold for who asks, with what is used of them. */
    List<Quota> quotas(Scope scope, String site, List<Limit> limits) {
        List<Quota> quotas = new ArrayList<>();
        for (Limit limit : limits) {
            String name =
                    switch (limit.whose()) {
                        case SITE -> "";
                        case PROJECT -> scope.project();
                        case USER -> scope.actor();
                    };
            if (limit.name().map(name::equals).orElse(true)) {
                String key =
                        switch (limit.whose()) {
                            case SITE -> "";
                            case PROJECT -> "project " + name;
                            case USER -> "user " + name;
                        };
                Of of = new Of(site, key, limit.resource());
                quotas.add(
                        new Quota(
                                key.isEmpty() ? "the site" : key,
                                Optional.empty(),
                                limit.resource(),
                                used.getOrDefault(of, 0.0),
                                reserved.getOrDefault(of, 0.0),
                                limit.most()));
            }
        }
        return quotas;
    }
}
