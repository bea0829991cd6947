package floria.server.fake;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

import floria.site.Allowance;
import floria.site.ChangeKind;
import floria.site.Channel;
import floria.site.Fault;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.Observed;
import floria.site.Offer;
import floria.site.Owned;
import floria.site.ResourceSpec;
import floria.site.Site;
import floria.site.SiteContext;
import floria.site.SiteDescription;
import floria.site.SiteException;

/** A site that can only be looked at, or not even that. */
record FixedSite(boolean reachable) implements Site {
    @Override
    public SiteDescription describe() {
        return new SiteDescription(
                reachable ? "good" : "gone", "fixed", "A site", true, Optional.of("DE"), Set.of());
    }

    @Override
    public List<Offer> offers(SiteContext context) {
        if (!reachable) {
            throw new SiteException(
                    Fault.of(
                            Fault.Kind.UNREACHABLE,
                            Fault.Scope.SITE,
                            "The engine is not running.",
                            "Start it."));
        }
        return List.of(
                new Offer(
                        "small",
                        Set.of(Offer.Kind.MACHINE, Offer.Kind.VOLUME),
                        Hardware.of(2, 4L << 30, 10L << 30),
                        true,
                        new BigDecimal("0.10"),
                        "EUR",
                        OptionalInt.of(3),
                        Optional.empty()));
    }

    @Override
    public List<Allowance> allowances(SiteContext context, List<Offer> offers) {
        return List.of();
    }

    @Override
    public List<Observed> ensure(SiteContext context, List<ResourceSpec> specs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<Key, Observed> observe(SiteContext context, Set<Key> keys) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChangeKind change(SiteContext context, ResourceSpec to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void stop(SiteContext context, Key key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void start(SiteContext context, Key key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void release(SiteContext context, Key key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Stream<Owned> owned(SiteContext context) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Channel channel(SiteContext context, Key key) {
        throw new UnsupportedOperationException();
    }
}
