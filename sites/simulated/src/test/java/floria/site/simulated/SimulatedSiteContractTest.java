package floria.site.simulated;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import org.junit.jupiter.api.io.TempDir;

import floria.site.Fault;
import floria.site.Key;
import floria.site.Offer;
import floria.site.ResourceSpec;
import floria.site.Site;
import floria.site.simulated.FaultScript.Call;
import floria.site.simulated.SimulatedSettings.Pace;
import floria.testing.SiteContract;
import floria.testing.SiteFeature;

class SimulatedSiteContractTest extends SiteContract {
    @TempDir Path folder;
    private Optional<World> shared = Optional.empty();

    @Override
    protected void closeBackEnd() {
        shared.ifPresent(World::close);
    }

    private World world() {
        World world = shared.orElseGet(() -> World.in(folder.resolve("world")));
        shared = Optional.of(world);
        return world;
    }

    private SimulatedSettings settings() {
        SimulatedSettings plain = SimulatedSettings.of("lab");
        Offer scarce = plain.offers().getLast();
        Offer two =
                new Offer(
                        "scarce",
                        scarce.realises(),
                        scarce.capacity(),
                        false,
                        scarce.pricePerHour(),
                        scarce.currency(),
                        OptionalInt.of(2),
                        Optional.empty());
        return plain.withOffers(List.of(plain.offers().getFirst(), two))
                .withQuota(5)
                .withPace(new Pace(Duration.ZERO, Duration.ofMillis(3), Duration.ofMillis(30)));
    }

    @Override
    protected Site open() {
        return new SimulatedSite(settings(), world());
    }

    @Override
    protected Map<SiteFeature, String> lacks() {
        String reason = "a simulated machine runs and listens to nothing";
        return Map.of(
                SiteFeature.CHANNEL, reason,
                SiteFeature.REACHABLE_PORTS, reason,
                SiteFeature.FIXED_PORTS, "each simulated machine has an address of its own",
                SiteFeature.NAMES, reason,
                SiteFeature.MOUNTS, reason);
    }

    @Override
    protected Optional<ResourceSpec.Container> container(Key key) {
        return Optional.of(
                new ResourceSpec.Container(
                        key,
                        labels(),
                        "small",
                        small(),
                        "anything",
                        "c",
                        List.of(),
                        Map.of("TOKEN", "s3cret"),
                        List.of(anyPort("web", 80)),
                        List.of(),
                        List.of()));
    }

    @Override
    protected Optional<List<ResourceSpec>> beyondCapacity() {
        return Optional.of(
                List.of(
                        with(machine(), image(), "scarce"),
                        with(machine(), image(), "scarce"),
                        with(machine(), image(), "scarce")));
    }

    @Override
    protected Optional<List<ResourceSpec>> beyondQuota() {
        return Optional.of(
                List.of(machine(), machine(), machine(), machine(), machine(), machine()));
    }

    @Override
    protected Optional<Site> unreachable() {
        return refusing(Fault.Kind.UNREACHABLE);
    }

    @Override
    protected Optional<Site> unauthorized() {
        return refusing(Fault.Kind.AUTHORIZATION);
    }

    private Optional<Site> refusing(Fault.Kind kind) {
        FaultScript script = FaultScript.none();
        for (Call call : Set.of(Call.OBSERVE, Call.OFFERS)) {
            script = script.always(call, Fault.of(kind, Fault.Scope.SITE, "so the script says"));
        }
        return Optional.of(new SimulatedSite(settings().withFaults(script), world()));
    }
}
