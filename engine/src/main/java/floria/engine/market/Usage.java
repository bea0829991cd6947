package floria.engine.market;

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
        return limits.stream().flatMap(limit -> quota(scope, site, limit).stream()).toList();
    }

    private Optional<Quota> quota(Scope scope, String site, Limit limit) {
        return switch (limit.whose()) {
            case SITE -> Optional.of(quota("the site", site, limit, List.of("")));
            case GROUP ->
                    limit.projects().contains(scope.project())
                            ? Optional.of(
                                    quota(
                                            "group " + limit.name().orElse(""),
                                            site,
                                            limit,
                                            limit.projects().stream()
                                                    .map(name -> "project " + name)
                                                    .toList()))
                            : Optional.empty();
            case PROJECT -> named("project ", scope.project(), site, limit);
            case USER -> named("user ", scope.actor(), site, limit);
        };
    }

    private Optional<Quota> named(String what, String name, String site, Limit limit) {
        return limit.name().map(name::equals).orElse(true)
                ? Optional.of(quota(what + name, site, limit, List.of(what + name)))
                : Optional.empty();
    }

    /** Of all of these together. */
    private Quota quota(String whose, String site, Limit limit, List<String> those) {
        return new Quota(
                whose,
                Optional.empty(),
                limit.resource(),
                sum(used, site, limit, those),
                sum(reserved, site, limit, those),
                limit.most());
    }

    private static double sum(Map<Of, Double> of, String site, Limit limit, List<String> those) {
        return those.stream()
                .mapToDouble(one -> of.getOrDefault(new Of(site, one, limit.resource()), 0.0))
                .sum();
    }
}
