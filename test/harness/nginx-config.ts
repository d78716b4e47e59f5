/** One RTMP application: the first path segment of the addresses that it serves. */
export type NginxApplication = {
  /** Write each publish to an FLV file of its own. */
  record?: boolean;
  /** RTMP addresses, with stream name, to which every publish is pushed. */
  push?: readonly string[];
  /** Asked by HTTP before a publish is accepted; any answer but 2xx closes the connection. */
  onPublish?: string;
};

export type NginxConfig = {
  modulePath: string;
  rtmpPort: number;
  httpPort: number;
  /** Absolute, as nginx resolves it against the folder that it was started in. */
  recordPath: string;
  applications: Readonly<Record<string, NginxApplication>>;
};

/**
 * The configuration of one nginx process that stays in the foreground, logs to stderr and writes only below its
 * prefix. `master_process off` keeps all work in the one process that was started.
 */
export function nginxConfig(config: NginxConfig): string {
  const applications = Object.entries(config.applications).map(([name, app]) => application(name, app, config));
  const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${kind}_temp;`);
  return `load_module ${config.modulePath};
daemon off;
master_process off;
pid nginx.pid;
error_log stderr notice;
worker_rlimit_nofile 8192;
events { worker_connections 4096; }
rtmp {
  access_log off;
  server {
    listen 127.0.0.1:${config.rtmpPort};
    chunk_size 4096;
    ${applications.join("\n    ")}
  }
}
http {
  access_log off;
  ${temp.join(" ")}
  server {
    listen 127.0.0.1:${config.httpPort};
    location /stat { rtmp_stat all; }
  }
}
`;
}

function application(name: string, { record, push = [], onPublish }: NginxApplication, config: NginxConfig): string {
  const rules = [
    "live on;",
    ...(record === true ? ["record all;", `record_path ${config.recordPath};`, "record_unique on;"] : []),
    ...push.map((url) => `push ${url};`),
    ...(onPublish === undefined ? [] : [`on_publish ${onPublish};`]),
  ];
  return `application ${name} { ${rules.join(" ")} }`;
}
