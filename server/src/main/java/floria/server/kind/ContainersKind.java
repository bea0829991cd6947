package floria.server.kind;

import java.util.Map;
import java.util.Optional;

import floria.server.configuration.Key;
import floria.server.configuration.SiteEntry;
import floria.server.configuration.SiteKind;
import floria.site.Site;
import floria.site.containers.ContainerEngines;
import floria.site.containers.ContainerSettings;
import floria.site.containers.ContainerSite;
import floria.site.containers.EngineAddress;

/** A container engine; the one of this machine where no address is named. */
final class ContainersKind implements SiteKind {
    @Override
    public String name() {
        return "containers";
    }

    @Override
    public Map<String, Key> keys() {
        return Map.of(
                "address",
                Key.parsed(text -> EngineAddress.parse(text, Optional.empty())),
                "images",
                Key.ENTRIES,
                "pull",
                Key.oneOf("missing", "never"),
                "price",
                Key.PRICE);
    }

    @Override
    public Site open(SiteEntry entry, Setting setting) {
        EngineAddress address =
                entry.text("address")
                        .map(text -> EngineAddress.parse(text, Optional.empty()))
                        .orElseGet(() -> ContainerEngines.standard(setting.environment()));
        ContainerSettings free =
                ContainerSettings.of(entry.name(), address).withImages(entry.map("images"));
        ContainerSettings priced =
                entry.price()
                        .map(price -> free.withPrice(price.amount(), price.currency()))
                        .orElse(free);
        return new ContainerSite(
                entry.says("pull", "never")
                        ? priced.withPull(ContainerSettings.Pull.NEVER)
                        : priced,
                setting.clock());
    }
}
