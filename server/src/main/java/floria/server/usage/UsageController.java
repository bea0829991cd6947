package floria.server.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import floria.engine.deployment.Deployments;
import floria.engine.market.Market;
import floria.engine.state.Deployment;
import floria.engine.state.Scope;
import floria.engine.state.Stay;
import floria.engine.state.Store;
import floria.server.problem.BadRequest;
import floria.server.usage.UsageView.Period;

/** Who used what, from when to when, and what it costs by the prices it was placed for. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Usage", description = "What was used, from when to when, and what it costs.")
public class UsageController {
    private static final Duration USUAL = Duration.ofDays(30);
    private static final int MOST = 10_000;

    private final Store store;
    private final Deployments deployments;
    private final Market market;
    private final InstantSource clock;

    public UsageController(
            Store store, Deployments deployments, Market market, InstantSource clock) {
        this.store = store;
        this.deployments = deployments;
        this.market = market;
        this.clock = clock;
    }

    @GetMapping("/usage")
    @Operation(
            summary = "What was used, with sums by project, owner, site and deployment",
            description =
                    "Of the last 30 days, or of the whole life of one deployment, unless from and"
                            + " to say otherwise.")
    UsageView usage(
            Scope scope,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Parameter(description = "A name or an id.")
                    @Nullable String deployment,
            @RequestParam(defaultValue = "1000") int limit) {
        Optional<Deployment> one =
                Optional.ofNullable(deployment).map(name -> deployments.get(scope, name));
        Period period = period(one, from, to);
        List<Stay> stays = store.stays(scope, one.map(Deployment::id), period.from(), period.to());
        return UsageView.of(stays, period, names(scope), Math.clamp(limit, 0, MOST));
    }

    @GetMapping(path = "/usage/table", produces = "text/csv")
    @Operation(summary = "The same as a table (CSV), one line for each instance, oldest first")
    String usageTable(
            Scope scope,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to) {
        Period period = period(Optional.empty(), from, to);
        Function<String, String> names = names(scope);
        return UsageTable.of(
                store.stays(scope, Optional.empty(), period.from(), period.to()).stream()
                        .map(stay -> UsageView.Use.of(stay, period, names))
                        .toList());
    }

    /**
     * A project, and what it has.
     *
     * @param share what it is entitled to when there is not enough for all; absent where nothing
     *     says so
     * @param recentUse in CPU hours, where what is two weeks old counts half: what its share is
     *     held against
     * @param month the last 30 days
     */
    public record Project(
            String name,
            Map<String, Long> deployments,
            Optional<Double> share,
            Optional<Double> recentUse,
            UsageView.Sum month) {}

    /** Projects that the user sees. */
    public record Projects(List<Project> items) {}

    @GetMapping("/projects")
    @Operation(summary = "The projects of the user, and what each has and uses")
    Projects projects(Scope scope) {
        Period period = period(Optional.empty(), null, null);
        Map<String, Long> states = new HashMap<>();
        Optional<String> before = Optional.empty();
        do {
            List<Deployment> page = store.deployments(scope, false, before, MOST);
            page.forEach(one -> states.merge(word(one), 1L, Long::sum));
            before = page.size() < MOST ? Optional.empty() : Optional.of(page.getLast().id());
        } while (before.isPresent());
        String name = scope.project();
        return new Projects(
                List.of(
                        new Project(
                                name,
                                states,
                                Optional.ofNullable(market.shares().get(name)),
                                Optional.ofNullable(store.used().get(name)).map(Store.Used::amount),
                                UsageView.Sum.of(
                                        store.stays(
                                                scope,
                                                Optional.empty(),
                                                period.from(),
                                                period.to()),
                                        period))));
    }

    private static String word(Deployment deployment) {
        return deployment.status().name().toLowerCase(Locale.ROOT);
    }

    private Period period(
            Optional<Deployment> deployment, @Nullable Instant from, @Nullable Instant to) {
        Instant now = clock.instant();
        Instant end = Optional.ofNullable(to).orElse(now);
        Instant begin =
                Optional.ofNullable(from)
                        .or(() -> deployment.map(Deployment::createdAt))
                        .orElse(end.minus(USUAL));
        if (!begin.isBefore(end)) {
            throw new BadRequest("The parameter from is to be before to.");
        }
        return new Period(begin, end, now);
    }

    /** Names of deployments, asked for once each. */
    private Function<String, String> names(Scope scope) {
        Map<String, String> known = new HashMap<>();
        return id ->
                known.computeIfAbsent(
                        id, _ -> store.deployment(scope, id).map(Deployment::name).orElse(id));
    }
}
