package floria.tosca.types;

import floria.tosca.document.ServiceFile;
import floria.tosca.problem.Location;
import floria.tosca.yaml.Mapping;

/**
 * A type as a file declares it.
 *
 * @param location of its name
 * @param body empty if the text has nothing but the name
 * @param file where names in the body are looked up
 */
public record Declaration(
        TypeKind kind, String name, Location location, Mapping body, ServiceFile file) {}
