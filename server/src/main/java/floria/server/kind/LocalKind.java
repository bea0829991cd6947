package floria.server.kind;

import java.util.Map;

import floria.server.configuration.Key;
import floria.server.configuration.SiteEntry;
import floria.server.configuration.SiteKind;
import floria.site.Site;
import floria.site.local.LocalSettings;
import floria.site.local.LocalSite;

/** This machine. */
final class LocalKind implements SiteKind {
    @Override
    public String name() {
        return "local";
    }

    @Override
    public Map<String, Key> keys() {
        return Map.of();
    }

    @Override
    public Site open(SiteEntry entry, Setting setting) {
        return new LocalSite(
                new LocalSettings(
                        entry.name(),
                        setting.folder().resolve("sites").resolve(entry.name()),
                        setting.environment()));
    }
}
