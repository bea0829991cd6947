package floria.engine.pace;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import floria.site.Allowance;
import floria.site.Cargo;
import floria.site.ChangeKind;
import floria.site.Channel;
import floria.site.Key;
import floria.site.Observed;
import floria.site.Offer;
import floria.site.Owned;
import floria.site.ResourceSpec;
import floria.site.Site;
import floria.site.SiteContext;
import floria.site.SiteDescription;

/**
 * A site that is called no faster than its administrator allows, by whatever part of this process.
 * Channels lead to machines, not to the site's interface, and are not counted.
 */
public record PacedSite(Site site, Pace pace) implements Site {

    @Override
    public SiteDescription describe() {
        return site.describe();
    }

    @Override
    public List<Offer> offers(SiteContext context) {
        return pace.call(() -> site.offers(context));
    }

    @Override
    public List<Allowance> allowances(SiteContext context, List<Offer> offers) {
        return pace.call(() -> site.allowances(context, offers));
    }

    @Override
    public List<Observed> ensure(SiteContext context, List<ResourceSpec> specs) {
        return pace.call(() -> site.ensure(context, specs));
    }

    @Override
    public Map<Key, Observed> observe(SiteContext context, Set<Key> keys) {
        return pace.call(() -> site.observe(context, keys));
    }

    @Override
    public ChangeKind change(SiteContext context, ResourceSpec to) {
        return pace.call(() -> site.change(context, to));
    }

    @Override
    public void stop(SiteContext context, Key key) {
        pace.run(() -> site.stop(context, key));
    }

    @Override
    public void start(SiteContext context, Key key) {
        pace.run(() -> site.start(context, key));
    }

    @Override
    public void release(SiteContext context, Key key) {
        pace.run(() -> site.release(context, key));
    }

    @Override
    public Stream<Owned> owned(SiteContext context) {
        return pace.call(() -> site.owned(context));
    }

    @Override
    public Channel channel(SiteContext context, Key key) {
        return site.channel(context, key);
    }

    @Override
    public Optional<Cargo> cargo() {
        return site.cargo();
    }

    @Override
    public void close() {
        site.close();
    }
}
