package floria.server.kind;

import java.util.Map;

import floria.server.configuration.Key;
import floria.server.configuration.SiteEntry;
import floria.server.configuration.SiteKind;
import floria.server.configuration.SitesFile;
import floria.site.Site;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;

/** A site in memory or in a file, with the offers of price lists where it has a catalogue. */
final class SimulatedKind implements SiteKind {
    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public Map<String, Key> keys() {
        return Map.of("world", Key.TEXT, "catalogue", Key.TEXT);
    }

    @Override
    public Site open(SiteEntry entry, Setting setting) {
        SimulatedSettings free = SimulatedSettings.of(entry.name());
        return new SimulatedSite(
                entry.text("catalogue")
                        .map(files -> SitesFile.catalogue(setting.folder(), files))
                        .map(free::withOffers)
                        .orElse(free),
                entry.text("world")
                        .map(file -> World.in(setting.folder().resolve(file)))
                        .orElseGet(World::inMemory));
    }
}
