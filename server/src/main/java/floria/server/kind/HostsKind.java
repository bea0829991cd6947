package floria.server.kind;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import floria.server.configuration.Key;
import floria.server.configuration.SiteEntry;
import floria.server.configuration.SiteKind;
import floria.site.Fault.Scope;
import floria.site.Site;
import floria.site.hosts.HostNames;
import floria.site.hosts.HostsSettings;
import floria.site.hosts.HostsSettings.Users;
import floria.site.hosts.HostsSite;
import floria.site.ssh.SshSettings;

/** A pool of machines reached by SSH. */
final class HostsKind implements SiteKind {
    @Override
    public String name() {
        return "hosts";
    }

    @Override
    public Map<String, Key> keys() {
        Map<String, Key> keys = new HashMap<>(SshAccess.KEYS);
        keys.put("hosts", Key.words(HostNames::parse));
        keys.put("folder", SlurmKind.FOLDER);
        keys.put("users", Key.oneOf("login", "own"));
        keys.put("sudo", Key.oneOf("no", "yes", "false", "true"));
        keys.put("share", Key.oneOf("parts", "whole"));
        keys.put("price", Key.PRICE);
        return keys;
    }

    @Override
    public Map<String, String> needed() {
        return Map.of("hosts", "names no hosts");
    }

    @Override
    public Site open(SiteEntry entry, Setting setting) {
        SshAccess access = new SshAccess(entry, setting.environment());
        List<SshSettings> ways =
                HostNames.parse(entry.text("hosts").orElse("")).stream()
                        .map(host -> access.to(host, Scope.ZONE))
                        .toList();
        return new HostsSite(
                new HostsSettings(
                        entry.name(),
                        ways,
                        entry.text("folder"),
                        entry.says("users", "own") ? Users.OWN : Users.LOGIN,
                        entry.says("sudo", "yes") || entry.says("sudo", "true"),
                        entry.says("share", "whole"),
                        entry.price().map(SiteEntry.Price::amount).orElse(BigDecimal.ZERO),
                        entry.price().map(SiteEntry.Price::currency).orElse("EUR")),
                setting.clock());
    }
}
