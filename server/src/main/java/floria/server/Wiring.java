package floria.server;

import org.springframework.context.annotation.Configuration;

/**
 * Builds what the server drives, once its folder is held: the store, the sites, and the engine with
 * its {@link floria.engine.deployment.Deployments}. Spring closes each in the opposite order.
 */
@Configuration(proxyBeanMethods = false)
public class Wiring {}
