/* Made by `pnpm gen` from docs/openapi.json. */

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this is, and where to go on */
        get: operations["getRoot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/errors/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an error code means and what to do about it */
        get: operations["explainError"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Does the process answer? */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the gateway counts, for Prometheus
         * @description Needs no key where the setting `metricsPublic` is on. It is about the whole gateway: the key must be bound to no tenant.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Should it get requests? Not while it starts, closes, or its store takes no writes */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the API keys, newest first */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Make an API key; it is shown this once
         * @description A key that is bound to a tenant makes keys of that tenant only, and so does a request that the header `Polycast-Tenant` narrows.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an API key, without the key itself */
        get: operations["getApiKey"];
        put?: never;
        post?: never;
        /**
         * Delete an API key; one that is gone already is a success
         * @description It opens nothing any more, within seconds in other processes; event streams that it has opened end. The last key with the scope `admin` and without a tenant cannot be deleted. The one of `POLYCAST_API_KEY` is back after the next start.
         */
        delete: operations["deleteApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a delivery with the log of its attempts */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a delivery again, with the same event id; a pending one is sent at once */
        post: operations["replayDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events, oldest first
         * @description Without `after` it begins with the oldest that is kept. `cursor` is another name of `after`, as on the other lists: send the `nextCursor` or the `cursor` of a page. A cursor whose events are gone is answered with 410.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow events as they happen (server-sent events)
         * @description The first message is named `snapshot`; all that follow are unnamed events, without a gap and each once. The `id` of a message is its cursor: send it as `Last-Event-ID` (or `after`) to resume behind it, without a snapshot. A cursor whose events are gone is answered with 410. A client that reads too slowly is disconnected and may resume. A browser sends a view token instead of a key: it then sees that one stream, from pages of any origin.
         */
        get: operations["followEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the webhooks that providers have sent, newest first
         * @description It is about the whole gateway: the key must be bound to no tenant.
         */
        get: operations["listInbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inbox/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a webhook that a provider has sent
         * @description It is about the whole gateway: the key must be bound to no tenant.
         */
        get: operations["getInboxItem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inbox/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Process a webhook again
         * @description A quarantined one is believed then, if its signature was right. What it tells counts by its own time. It is about the whole gateway: the key must be bound to no tenant.
         */
        post: operations["replayInboxItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inbox/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Process many webhooks again, in the order in which they came
         * @description It is about the whole gateway: the key must be bound to no tenant.
         */
        post: operations["replayInbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the configured providers, with what they can do and how they are
         * @description A key that is bound to a tenant is not told how they are: that is about all tenants.
         */
        get: operations["listProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a configured provider
         * @description A key that is bound to a tenant is not told how they are: that is about all tenants.
         */
        get: operations["getProvider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{name}/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the endpoints of this gateway that a provider was told of, newest first
         * @description It is about the whole gateway: the key must be bound to no tenant.
         */
        get: operations["listProviderWebhooks"];
        put?: never;
        /**
         * Make a provider send its webhooks to this gateway
         * @description The signing secret is kept sealed and never shown. What the adapter is configured with stays valid. It is about the whole gateway: the key must be bound to no tenant.
         */
        post: operations["connectProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{name}/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Believe what is signed for an endpoint no more; at the provider it stays
         * @description It is about the whole gateway: the key must be bound to no tenant.
         */
        delete: operations["forgetProviderWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/streams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List streams, newest first */
        get: operations["listStreams"];
        put?: never;
        /** Create a stream with its targets, all or nothing */
        post: operations["createStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/streams/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a stream with its targets */
        get: operations["getStream"];
        put?: never;
        post?: never;
        /** Delete a stream with its targets; one that is gone already is a success */
        delete: operations["deleteStream"];
        options?: never;
        head?: never;
        /** Change a stream, or switch it on or off */
        patch: operations["updateStream"];
        trace?: never;
    };
    "/v1/streams/{id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What may be done now, and when it takes effect */
        get: operations["listActions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/streams/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the running session; the encoder may return */
        post: operations["endStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/streams/{id}/ingest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the encoder's credentials
         * @description Needs the scope `ingest`.
         */
        get: operations["getIngest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/streams/{id}/ingest/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make new credentials; a publisher with the old ones is disconnected
         * @description Needs the scopes `write` and `ingest`.
         */
        post: operations["rotateIngest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/streams/{id}/switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a stream to another provider, or tell what would become of it
         * @description Ids, names, wishes and keys stay; the encoder gets a new address and key. By default nothing is changed and only the plan is told. It is done while the stream is idle, step by step, and goes on after a crash; nothing else is changed on the stream meanwhile. The former provider sends nowhere any more before the new address is told. Needs the scopes `write` and `ingest`.
         */
        post: operations["switchStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/streams/{id}/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a stream's targets, oldest first */
        get: operations["listTargets"];
        /**
         * Have a stream push to this list of targets
         * @description Each is found again by its `reference`: what is missing is made, what differs is changed, and what fits is left alone, so that it is harmless to repeat. The list is taken as a whole or not at all. With `prune=true`, targets that have a `reference` which is not in the list are deleted; those without one stay.
         */
        put: operations["replaceTargets"];
        /** Create a target on a stream */
        post: operations["createTarget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/streams/{id}/targets/{targetId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a target */
        get: operations["getTarget"];
        put?: never;
        post?: never;
        /** Delete a target; one that is gone already is a success */
        delete: operations["deleteTarget"];
        options?: never;
        head?: never;
        /** Change a target, or switch it on or off */
        patch: operations["updateTarget"];
        trace?: never;
    };
    "/v1/streams/{id}/targets/{targetId}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close the connection and dial again, also after `failed` */
        post: operations["restartTarget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/streams/{id}/view-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a token that lets a browser follow one stream for a while
         * @description It goes into the address `/v1/events/stream?token=…`, which then tells this one stream, without `reference`, `metadata`, `bindings` and `providerMetadata`. It opens nothing else, and ends with the stream. The body may be left out.
         */
        post: operations["createViewToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/streams/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take over streams that a provider has already, or tell which there are
         * @description They get ids here and stay as they are. Keys of targets are read back where the provider tells them; else the target says `needs_key` until its destination is given. Those that are here already are told with `already`, so that it is harmless to repeat. By default nothing is taken over. It is about the whole gateway: the key must be bound to no tenant.
         */
        post: operations["importStreams"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List targets over all streams, newest first
         * @description Filtered by `state`, a page may hold fewer than `limit` and still have a `nextCursor`.
         */
        get: operations["findTargets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List webhook endpoints, oldest first */
        get: operations["listWebhookEndpoints"];
        put?: never;
        /**
         * Have events sent to a URL
         * @description Every event is posted as it stands in `/v1/events`, signed by Standard Webhooks 1.0, at least once and in no order: deduplicate by `webhook-id`. Answer 2xx within 20 seconds; else it is repeated for three days. 410 ends it.
         */
        post: operations["createWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a webhook endpoint */
        get: operations["getWebhookEndpoint"];
        put?: never;
        post?: never;
        /** Delete a webhook endpoint with its deliveries; one that is gone already is a success */
        delete: operations["deleteWebhookEndpoint"];
        options?: never;
        head?: never;
        /**
         * Change a webhook endpoint, or switch it on or off
         * @description Switching it off cancels what is pending for it; that can be sent again later.
         */
        patch: operations["updateWebhookEndpoint"];
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the deliveries of a webhook endpoint, newest first */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send deliveries again
         * @description With the same event ids, oldest first; at most 10 000 at a time: repeat it for more. The body may be left out.
         */
        post: operations["replayDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new signing secret; the former one signs too for a while
         * @description The body may be left out.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{instance}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Where a provider sends its webhooks
         * @description Needs no key: the signature proves the sender. 200 means that it is stored, or was before. 401: nothing proves the sender (503 where the provider would not send it again). 503: it is not stored, send it again. At most 1 MiB.
         */
        post: operations["receiveWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    event: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What is posted to webhook endpoints
         * @description Signed by Standard Webhooks 1.0. Verify the raw body, answer, then work: it is delivered at least once, in no order.
         */
        post: operations["receiveEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /**
         * @example {
         *       "target.create": {
         *         "allowed": true,
         *         "applies": "now",
         *         "via": "native"
         *       },
         *       "target.delete": {
         *         "allowed": true,
         *         "applies": "now",
         *         "via": "native"
         *       },
         *       "target.enable": {
         *         "allowed": true,
         *         "applies": "now",
         *         "via": "native"
         *       },
         *       "target.disable": {
         *         "allowed": true,
         *         "applies": "now",
         *         "via": "native"
         *       },
         *       "target.restart": {
         *         "allowed": true,
         *         "applies": "now",
         *         "via": "native"
         *       },
         *       "target.update.name": {
         *         "allowed": true,
         *         "applies": "now",
         *         "via": "native"
         *       },
         *       "target.update.destination": {
         *         "allowed": true,
         *         "applies": "now",
         *         "via": "native"
         *       },
         *       "target.update.rendition": {
         *         "allowed": true,
         *         "applies": "now",
         *         "via": "native"
         *       },
         *       "stream.update": {
         *         "allowed": true,
         *         "applies": "now",
         *         "via": "native"
         *       },
         *       "stream.enable": {
         *         "allowed": true,
         *         "applies": "now",
         *         "via": "native"
         *       },
         *       "stream.disable": {
         *         "allowed": true,
         *         "applies": "now",
         *         "via": "native"
         *       },
         *       "stream.end": {
         *         "allowed": true,
         *         "applies": "now",
         *         "via": "native"
         *       },
         *       "stream.rotateIngest": {
         *         "allowed": true,
         *         "applies": "now",
         *         "via": "native"
         *       },
         *       "stream.delete": {
         *         "allowed": true,
         *         "applies": "now",
         *         "via": "native"
         *       }
         *     }
         */
        Actions: {
            "stream.delete"?: components["schemas"]["Decision"];
            "stream.disable"?: components["schemas"]["Decision"];
            "stream.enable"?: components["schemas"]["Decision"];
            "stream.end"?: components["schemas"]["Decision"];
            "stream.rotateIngest"?: components["schemas"]["Decision"];
            "stream.update"?: components["schemas"]["Decision"];
            "target.create"?: components["schemas"]["Decision"];
            "target.delete"?: components["schemas"]["Decision"];
            "target.disable"?: components["schemas"]["Decision"];
            "target.enable"?: components["schemas"]["Decision"];
            "target.restart"?: components["schemas"]["Decision"];
            "target.update.destination"?: components["schemas"]["Decision"];
            "target.update.name"?: components["schemas"]["Decision"];
            "target.update.rendition"?: components["schemas"]["Decision"];
        };
        /**
         * @description An API key, without the key itself.
         * @example {
         *       "id": "key_0W3nq0aA00Rt5yUi8oPlKj",
         *       "name": "the dashboard of Example",
         *       "scopes": [
         *         "read",
         *         "write"
         *       ],
         *       "tenantId": "tenant-42",
         *       "expiresAt": "2027-03-01T00:00:00.000Z",
         *       "createdAt": "2026-03-01T19:30:00.000Z",
         *       "lastUsedAt": "2026-03-06T19:30:00.000Z",
         *       "last4": "9xQz"
         *     }
         */
        ApiKey: {
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt?: string;
            id: string;
            last4: string;
            /** Format: date-time */
            lastUsedAt?: string;
            name: string;
            scopes: ("read" | "ingest" | "write" | "admin")[];
            tenantId?: string;
        };
        Capabilities: {
            constraints: string[];
            limits: {
                targetsPerStream?: number;
            };
            protocols: ("rtmp" | "rtmps" | "srt")[];
            readsKeysBack: boolean;
            renditions: boolean;
            status: {
                delivery: ("webhook" | "poll" | "push")[];
                reasons: boolean;
                states: string[];
            };
            stores: {
                stream: ("name" | "reference" | "metadata" | "createdAt")[];
                target: ("name" | "reference" | "metadata" | "createdAt")[];
            };
            stream: {
                delete: {
                    disabled?: ("now" | "stream_idle" | "next_session") | "refused";
                    /** @enum {string} */
                    evidence: "tested" | "documented" | "assumed";
                    idle: ("now" | "stream_idle" | "next_session") | "refused";
                    live: ("now" | "stream_idle" | "next_session") | "refused";
                    reason?: string;
                    source: string;
                    /** @enum {string} */
                    via: "native" | "emulated";
                };
                disable: {
                    disabled?: ("now" | "stream_idle" | "next_session") | "refused";
                    /** @enum {string} */
                    evidence: "tested" | "documented" | "assumed";
                    idle: ("now" | "stream_idle" | "next_session") | "refused";
                    live: ("now" | "stream_idle" | "next_session") | "refused";
                    reason?: string;
                    source: string;
                    /** @enum {string} */
                    via: "native" | "emulated";
                };
                enable: {
                    disabled?: ("now" | "stream_idle" | "next_session") | "refused";
                    /** @enum {string} */
                    evidence: "tested" | "documented" | "assumed";
                    idle: ("now" | "stream_idle" | "next_session") | "refused";
                    live: ("now" | "stream_idle" | "next_session") | "refused";
                    reason?: string;
                    source: string;
                    /** @enum {string} */
                    via: "native" | "emulated";
                };
                end: {
                    disabled?: ("now" | "stream_idle" | "next_session") | "refused";
                    /** @enum {string} */
                    evidence: "tested" | "documented" | "assumed";
                    idle: ("now" | "stream_idle" | "next_session") | "refused";
                    live: ("now" | "stream_idle" | "next_session") | "refused";
                    reason?: string;
                    source: string;
                    /** @enum {string} */
                    via: "native" | "emulated";
                };
                rotateIngest: {
                    disabled?: ("now" | "stream_idle" | "next_session") | "refused";
                    /** @enum {string} */
                    evidence: "tested" | "documented" | "assumed";
                    idle: ("now" | "stream_idle" | "next_session") | "refused";
                    live: ("now" | "stream_idle" | "next_session") | "refused";
                    reason?: string;
                    source: string;
                    /** @enum {string} */
                    via: "native" | "emulated";
                };
                update: {
                    disabled?: ("now" | "stream_idle" | "next_session") | "refused";
                    /** @enum {string} */
                    evidence: "tested" | "documented" | "assumed";
                    idle: ("now" | "stream_idle" | "next_session") | "refused";
                    live: ("now" | "stream_idle" | "next_session") | "refused";
                    reason?: string;
                    source: string;
                    /** @enum {string} */
                    via: "native" | "emulated";
                };
            };
            target: {
                create: {
                    disabled?: ("now" | "stream_idle" | "next_session") | "refused";
                    /** @enum {string} */
                    evidence: "tested" | "documented" | "assumed";
                    idle: ("now" | "stream_idle" | "next_session") | "refused";
                    live: ("now" | "stream_idle" | "next_session") | "refused";
                    reason?: string;
                    source: string;
                    /** @enum {string} */
                    via: "native" | "emulated";
                };
                delete: {
                    disabled?: ("now" | "stream_idle" | "next_session") | "refused";
                    /** @enum {string} */
                    evidence: "tested" | "documented" | "assumed";
                    idle: ("now" | "stream_idle" | "next_session") | "refused";
                    live: ("now" | "stream_idle" | "next_session") | "refused";
                    reason?: string;
                    source: string;
                    /** @enum {string} */
                    via: "native" | "emulated";
                };
                disable: {
                    disabled?: ("now" | "stream_idle" | "next_session") | "refused";
                    /** @enum {string} */
                    evidence: "tested" | "documented" | "assumed";
                    idle: ("now" | "stream_idle" | "next_session") | "refused";
                    live: ("now" | "stream_idle" | "next_session") | "refused";
                    reason?: string;
                    source: string;
                    /** @enum {string} */
                    via: "native" | "emulated";
                };
                enable: {
                    disabled?: ("now" | "stream_idle" | "next_session") | "refused";
                    /** @enum {string} */
                    evidence: "tested" | "documented" | "assumed";
                    idle: ("now" | "stream_idle" | "next_session") | "refused";
                    live: ("now" | "stream_idle" | "next_session") | "refused";
                    reason?: string;
                    source: string;
                    /** @enum {string} */
                    via: "native" | "emulated";
                };
                restart: {
                    disabled?: ("now" | "stream_idle" | "next_session") | "refused";
                    /** @enum {string} */
                    evidence: "tested" | "documented" | "assumed";
                    idle: ("now" | "stream_idle" | "next_session") | "refused";
                    live: ("now" | "stream_idle" | "next_session") | "refused";
                    reason?: string;
                    source: string;
                    /** @enum {string} */
                    via: "native" | "emulated";
                };
                update: {
                    destination: {
                        disabled?: ("now" | "stream_idle" | "next_session") | "refused";
                        /** @enum {string} */
                        evidence: "tested" | "documented" | "assumed";
                        idle: ("now" | "stream_idle" | "next_session") | "refused";
                        live: ("now" | "stream_idle" | "next_session") | "refused";
                        reason?: string;
                        source: string;
                        /** @enum {string} */
                        via: "native" | "emulated";
                    };
                    name: {
                        disabled?: ("now" | "stream_idle" | "next_session") | "refused";
                        /** @enum {string} */
                        evidence: "tested" | "documented" | "assumed";
                        idle: ("now" | "stream_idle" | "next_session") | "refused";
                        live: ("now" | "stream_idle" | "next_session") | "refused";
                        reason?: string;
                        source: string;
                        /** @enum {string} */
                        via: "native" | "emulated";
                    };
                    rendition: {
                        disabled?: ("now" | "stream_idle" | "next_session") | "refused";
                        /** @enum {string} */
                        evidence: "tested" | "documented" | "assumed";
                        idle: ("now" | "stream_idle" | "next_session") | "refused";
                        live: ("now" | "stream_idle" | "next_session") | "refused";
                        reason?: string;
                        source: string;
                        /** @enum {string} */
                        via: "native" | "emulated";
                    };
                };
            };
        };
        /**
         * @example {
         *       "url": "https://live.example.com/webhooks/mux"
         *     }
         */
        ConnectProvider: {
            /** @description Where the provider reaches this gateway, path included. Default: the setting `publicUrl` and `/webhooks/{name}`. */
            url?: string;
        };
        /**
         * @example {
         *       "name": "the dashboard of Example",
         *       "scopes": [
         *         "read",
         *         "write"
         *       ],
         *       "tenantId": "tenant-42",
         *       "expiresAt": "2027-03-01T00:00:00.000Z"
         *     }
         */
        CreateApiKey: {
            /**
             * Format: date-time
             * @description Else it does not expire.
             */
            expiresAt?: string;
            /** @description For people; without control characters. */
            name: string;
            /** @description `read`: all but credentials. `ingest`: the encoders' credentials. `write`: streams and targets, and `read`. `admin`: all of it, webhooks, and keys. */
            scopes: ("read" | "ingest" | "write" | "admin")[];
            /** @description Binds it to a tenant: it sees and makes this tenant's things only. Else it sees all. */
            tenantId?: string;
        };
        /**
         * @example {
         *       "apiKey": {
         *         "id": "key_0W3nq0aA00Rt5yUi8oPlKj",
         *         "name": "the dashboard of Example",
         *         "scopes": [
         *           "read",
         *           "write"
         *         ],
         *         "tenantId": "tenant-42",
         *         "expiresAt": "2027-03-01T00:00:00.000Z",
         *         "createdAt": "2026-03-01T19:30:00.000Z",
         *         "last4": "9xQz"
         *       },
         *       "key": "pcsk_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"
         *     }
         */
        CreatedApiKey: {
            apiKey: components["schemas"]["ApiKey"];
            /** @description `pcsk_…`: shown this once. */
            readonly key: string;
        };
        /**
         * @example {
         *       "id": "whe_0W3nq2aB00Hj7tRp5cXyMd",
         *       "url": "https://example.com/hooks/polycast?token=***",
         *       "events": [
         *         "target.retrying",
         *         "target.failed"
         *       ],
         *       "description": "the on-call bot",
         *       "enabled": true,
         *       "createdAt": "2026-03-01T19:30:00.000Z",
         *       "updatedAt": "2026-03-01T19:30:00.000Z",
         *       "secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
         *     }
         */
        CreatedWebhookEndpoint: {
            /** Format: date-time */
            createdAt: string;
            description?: string;
            /** @description Why it was switched off by itself: `gone` (it answered 410), `failing` (5 days without a success). */
            disabledReason?: string;
            enabled: boolean;
            events?: string[];
            /** Format: date-time */
            failingSince?: string;
            id: string;
            /** @description `whsec_…`: what deliveries are signed with. Shown this once. */
            readonly secret: string;
            streamId?: string;
            tenantId?: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description Where events are sent to, without what may be a secret: the values of its query, and its path from the first part on that is no plain word (lower-case letters, or a version). */
            url: string;
        };
        /**
         * @example {
         *       "name": "Friday show",
         *       "targets": [
         *         {
         *           "name": "Twitch",
         *           "destination": {
         *             "preset": "twitch",
         *             "streamKey": "live_…"
         *           }
         *         }
         *       ]
         *     }
         */
        CreateStream: {
            /** @default true */
            enabled: boolean;
            metadata?: {
                [key: string]: string;
            };
            /** @description For people; without control characters. */
            name: string;
            /** @description An instance of the config; else the default one. */
            provider?: string;
            providerOptions?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            reference?: string;
            /** @default [] */
            targets: components["schemas"]["CreateTarget"][];
            tenantId?: string;
        };
        /**
         * @example {
         *       "name": "Twitch",
         *       "destination": {
         *         "preset": "twitch",
         *         "streamKey": "live_…"
         *       }
         *     }
         */
        CreateTarget: {
            destination: components["schemas"]["Destination"];
            /** @default true */
            enabled: boolean;
            metadata?: {
                [key: string]: string;
            };
            /** @description For people; without control characters. */
            name: string;
            providerOptions?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            reference?: string;
            /** @default source */
            rendition: string;
            videoOnly?: boolean;
        };
        /**
         * @example {
         *       "expiresInSeconds": 600
         *     }
         */
        CreateViewToken: {
            /**
             * @description After so many seconds it opens nothing, and streams that it has opened end.
             * @default 3600
             */
            expiresInSeconds: number;
        };
        /**
         * @example {
         *       "url": "https://example.com/hooks/polycast",
         *       "events": [
         *         "target.retrying",
         *         "target.failed"
         *       ],
         *       "description": "the on-call bot"
         *     }
         */
        CreateWebhookEndpoint: {
            description?: string;
            /** @default true */
            enabled: boolean;
            /** @description Event types; else all. stream.created, stream.updated, stream.deleted, stream.live, stream.reconnecting, stream.idle, stream.ended, stream.disabled, stream.warning, target.created, target.updated, target.deleted, target.change_pending, target.change_applied, target.change_failed, target.disabled, target.idle, target.connecting, target.live, target.retrying, target.failed, target.unknown, target.warning, webhook_endpoint.disabled */
            events?: string[];
            /** @description Only the events of this stream (`str_…`); else of all. */
            streamId?: string;
            /** @description `https://`, without user, password and fragment. What its query holds is never shown again, nor what may be a token in its path. `http://` and private addresses only where the gateway allows private targets. */
            url: string;
        };
        /** @description May it be done, and when does it take effect? */
        Decision: {
            /** @enum {boolean} */
            allowed: true;
            /** @enum {string} */
            applies: "now" | "stream_idle" | "next_session";
            /** @enum {string} */
            via: "native" | "emulated";
        } | {
            /** @enum {boolean} */
            allowed: false;
            /** @enum {string} */
            code: "invalid_argument" | "not_found" | "conflict" | "unauthenticated" | "forbidden" | "unsupported" | "not_idle" | "limit_exceeded" | "rate_limited" | "provider_unavailable" | "timeout" | "provider_response_invalid" | "adapter_incompatible" | "internal";
            reason: string;
        };
        /**
         * @example {
         *       "id": "dlv_0W3nr1900Vb6sKq2mTz8Lw",
         *       "endpointId": "whe_0W3nq2aB00Hj7tRp5cXyMd",
         *       "eventId": "evt_0W3nr1900Kx4mQz81sWvT",
         *       "eventType": "target.retrying",
         *       "state": "pending",
         *       "attempts": 1,
         *       "nextAttemptAt": "2026-03-06T19:30:17.912Z",
         *       "createdAt": "2026-03-06T19:30:12.480Z",
         *       "lastStatus": 500,
         *       "lastError": "http_500",
         *       "lastDurationMs": 84
         *     }
         */
        Delivery: {
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            endpointId: string;
            eventId: string;
            eventType: string;
            id: string;
            lastDurationMs?: number;
            lastError?: string;
            lastStatus?: number;
            /** Format: date-time */
            nextAttemptAt?: string;
            /** Format: date-time */
            settledAt?: string;
            /** @enum {string} */
            state: "pending" | "succeeded" | "failed" | "canceled";
        };
        /** @description Where a target sends to: a server URL and its key, or a platform and its key. */
        Destination: {
            streamKey?: string;
            /** @description `rtmp://`, `rtmps://` or `srt://`, with a host. */
            url: string;
        } | {
            passphrase?: string;
            streamId?: string;
            /** @description `rtmp://`, `rtmps://` or `srt://`, with a host. */
            url: string;
        } | {
            /** @enum {string} */
            preset: "twitch" | "youtube" | "youtube-backup" | "facebook" | "kick" | "x" | "vimeo" | "rumble" | "trovo" | "dlive" | "steam" | "bilibili" | "chzzk" | "nimo" | "picarto" | "soop" | "soop-global" | "restream" | "castr" | "livepeer" | "mux" | "api-video" | "cloudflare";
            streamKey: string;
        };
        /**
         * @example {
         *       "id": "evt_0W3nt5rK00Lv6uBz3kTyCp",
         *       "type": "webhook_endpoint.disabled",
         *       "tenantId": "tenant-42",
         *       "occurredAt": "2026-03-11T19:30:00.000Z",
         *       "observedAt": "2026-03-11T19:30:00.000Z",
         *       "data": {
         *         "endpoint": {
         *           "id": "whe_0W3nq2aB00Hj7tRp5cXyMd",
         *           "url": "https://example.com/hooks/polycast?token=***",
         *           "disabledReason": "failing",
         *           "failingSince": "2026-03-06T19:30:00.000Z"
         *         }
         *       }
         *     }
         */
        EndpointEvent: {
            data: {
                endpoint: {
                    disabledReason: string;
                    /** Format: date-time */
                    failingSince?: string;
                    id: string;
                    url: string;
                };
            };
            id: string;
            /** Format: date-time */
            observedAt: string;
            /** Format: date-time */
            occurredAt: string;
            tenantId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "webhook_endpoint.disabled";
        };
        /**
         * @example {
         *       "id": "evt_0W3nr1900Kx4mQz81sWvTb",
         *       "type": "target.live",
         *       "sequence": 4711,
         *       "provider": "selfhost",
         *       "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
         *       "sessionId": "ses_0W3nr17v00Jd4hTz9qKsBo",
         *       "tenantId": "tenant-42",
         *       "occurredAt": "2026-03-06T19:30:12.480Z",
         *       "observedAt": "2026-03-06T19:30:12.481Z",
         *       "source": "relay",
         *       "data": {
         *         "target": {
         *           "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
         *           "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
         *           "provider": "selfhost",
         *           "name": "Twitch",
         *           "destination": {
         *             "redacted": true,
         *             "protocol": "rtmps",
         *             "host": "ingest.global-contribute.live-video.net",
         *             "preset": "twitch"
         *           },
         *           "enabled": true,
         *           "rendition": "source",
         *           "status": {
         *             "state": "live",
         *             "since": "2026-03-06T19:30:12.480Z",
         *             "observedAt": "2026-03-06T19:31:40.002Z",
         *             "source": "relay",
         *             "bitrateBps": 4512000,
         *             "bytesSent": 49370112
         *           },
         *           "notices": [],
         *           "reference": "twitch",
         *           "bindings": [
         *             {
         *               "provider": "selfhost",
         *               "id": "7f3c1d0a-0000-4000-8000-000000000001"
         *             }
         *           ],
         *           "createdAt": "2026-03-06T19:12:05.000Z"
         *         },
         *         "previous": {
         *           "status": {
         *             "state": "connecting",
         *             "source": "relay"
         *           }
         *         }
         *       }
         *     }
         */
        Event: components["schemas"]["TargetEvent"] | components["schemas"]["StreamEvent"] | components["schemas"]["EndpointEvent"];
        /**
         * @description A stream that a provider has, and what became, or would become, of it.
         * @example {
         *       "providerId": "aA02skpHXoLrbQm49qIzAG6RtewFOcDEY",
         *       "name": "Friday show",
         *       "targets": [],
         *       "imported": "str_0W3nqz4h00Yb2kQx8rLmTc",
         *       "notices": []
         *     }
         */
        ImportedStream: {
            already?: string;
            error?: {
                /** @enum {string} */
                code: "invalid_argument" | "not_found" | "conflict" | "unauthenticated" | "forbidden" | "unsupported" | "not_idle" | "limit_exceeded" | "rate_limited" | "provider_unavailable" | "timeout" | "provider_response_invalid" | "adapter_incompatible" | "internal";
                message: string;
            };
            imported?: string;
            name: string;
            notices: components["schemas"]["Notice"][];
            providerId: string;
            targets: {
                destination: components["schemas"]["RedactedDestination"];
                enabled: boolean;
                name: string;
                providerId: string;
            }[];
        };
        /**
         * @example {
         *       "provider": "mux-us",
         *       "dryRun": true
         *     }
         */
        ImportStreams: {
            cursor?: string;
            /**
             * @description Only tell what there is. Default true.
             * @default true
             */
            dryRun: boolean;
            /** @description Only those with these ids at the provider. Default: all, in pages. */
            ids?: string[];
            /** @default 20 */
            limit: number;
            /** @description The instance that has them; else the default one. */
            provider?: string;
            /** @description Whose they become. */
            tenantId?: string;
        };
        /**
         * @description A webhook of a provider, without its body.
         * @example {
         *       "id": "inb_0W3nr1800Pq5rYc9nHs3Xk",
         *       "provider": "mux",
         *       "eventId": "6c4a1e0e-0000-4000-8000-000000000001",
         *       "type": "video.live_stream.simulcast_target.errored",
         *       "state": "done",
         *       "receivedAt": "2026-03-06T19:30:12.480Z",
         *       "occurredAt": "2026-03-06T19:30:12.310Z",
         *       "settledAt": "2026-03-06T19:30:12.492Z",
         *       "attempts": 1
         *     }
         */
        InboxItem: {
            attempts: number;
            eventId: string;
            id: string;
            /** Format: date-time */
            occurredAt: string;
            provider: string;
            /** @description outside_window, malformed, untranslatable, failed; of parked ones unbound, no_provider; of those that nobody has come to know, unclaimed. More may be added. */
            reason?: string;
            /** Format: date-time */
            receivedAt: string;
            /** Format: date-time */
            settledAt?: string;
            /** @description `received`: to be processed. `parked`: about a thing that is not known yet, kept for a day. `done`: processed. `quarantined`: not to be believed as it is, or not understood; see `reason`. */
            state: string;
            type: string;
        };
        /**
         * @description Where the encoder sends to: the only answer with credentials.
         * @example {
         *       "protocol": "rtmp",
         *       "url": "rtmp://live.example.com:1935/live",
         *       "streamKey": "pk_…"
         *     }
         */
        Ingest: {
            /** @enum {string} */
            protocol: "rtmp";
            /** @enum {string} */
            role?: "primary" | "backup";
            streamKey: string;
            url: string;
        } | {
            /** @enum {string} */
            protocol: "rtmps";
            /** @enum {string} */
            role?: "primary" | "backup";
            streamKey: string;
            url: string;
        } | {
            passphrase?: string;
            /** @enum {string} */
            protocol: "srt";
            /** @enum {string} */
            role?: "primary" | "backup";
            streamId?: string;
            url: string;
        };
        /**
         * @example {
         *       "id": "dlv_0W3nr1900Vb6sKq2mTz8Lw",
         *       "endpointId": "whe_0W3nq2aB00Hj7tRp5cXyMd",
         *       "eventId": "evt_0W3nr1900Kx4mQz81sWvT",
         *       "eventType": "target.retrying",
         *       "state": "pending",
         *       "attempts": 1,
         *       "nextAttemptAt": "2026-03-06T19:30:17.912Z",
         *       "createdAt": "2026-03-06T19:30:12.480Z",
         *       "lastStatus": 500,
         *       "lastError": "http_500",
         *       "lastDurationMs": 84,
         *       "log": [
         *         {
         *           "at": "2026-03-06T19:30:12.480Z",
         *           "status": 500,
         *           "error": "http_500",
         *           "durationMs": 84
         *         }
         *       ]
         *     }
         */
        LoggedDelivery: {
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            endpointId: string;
            eventId: string;
            eventType: string;
            id: string;
            lastDurationMs?: number;
            lastError?: string;
            lastStatus?: number;
            /** @description The last 20 attempts, oldest first. */
            log: {
                /** Format: date-time */
                at: string;
                durationMs: number;
                error?: string;
                status?: number;
            }[];
            /** Format: date-time */
            nextAttemptAt?: string;
            /** Format: date-time */
            settledAt?: string;
            /** @enum {string} */
            state: "pending" | "succeeded" | "failed" | "canceled";
        };
        Notice: {
            code: string;
            message: string;
        };
        /**
         * @example {
         *       "changes": [
         *         "update"
         *       ],
         *       "applies": "stream_idle",
         *       "since": "2026-03-06T19:40:00.000Z"
         *     }
         */
        Pending: {
            /** @enum {string} */
            applies: "now" | "stream_idle" | "next_session";
            changes: ("create" | "update" | "delete" | "enable" | "disable")[];
            error?: {
                /** @enum {string} */
                code: "invalid_argument" | "not_found" | "conflict" | "unauthenticated" | "forbidden" | "unsupported" | "not_idle" | "limit_exceeded" | "rate_limited" | "provider_unavailable" | "timeout" | "provider_response_invalid" | "adapter_incompatible" | "internal";
                message: string;
                /** Format: date-time */
                nextAttemptAt?: string;
                retryable: boolean;
            };
            /** Format: date-time */
            since: string;
        };
        Problem: {
            /** @enum {string} */
            code: "invalid_argument" | "not_found" | "conflict" | "unauthenticated" | "forbidden" | "unsupported" | "not_idle" | "limit_exceeded" | "rate_limited" | "provider_unavailable" | "timeout" | "provider_response_invalid" | "adapter_incompatible" | "internal";
            detail: string;
            hint?: string;
            issues?: {
                message: string;
                path: string;
            }[];
            /** @enum {string} */
            outcome: "not_applied" | "unknown";
            provider?: string;
            requestId: string;
            retryable: boolean;
            status: number;
            title: string;
            type: string;
        };
        /**
         * @example {
         *       "name": "selfhost",
         *       "provider": "selfhost",
         *       "package": "@polycast/selfhost",
         *       "default": true,
         *       "capabilities": {
         *         "target": {
         *           "create": {
         *             "idle": "now",
         *             "live": "now",
         *             "via": "native",
         *             "source": "https://polycast.example/docs/relay",
         *             "evidence": "tested"
         *           },
         *           "delete": {
         *             "idle": "now",
         *             "live": "now",
         *             "via": "native",
         *             "source": "https://polycast.example/docs/relay",
         *             "evidence": "tested"
         *           },
         *           "enable": {
         *             "idle": "now",
         *             "live": "now",
         *             "via": "native",
         *             "source": "https://polycast.example/docs/relay",
         *             "evidence": "tested"
         *           },
         *           "disable": {
         *             "idle": "now",
         *             "live": "now",
         *             "via": "native",
         *             "source": "https://polycast.example/docs/relay",
         *             "evidence": "tested"
         *           },
         *           "restart": {
         *             "idle": "now",
         *             "live": "now",
         *             "via": "native",
         *             "source": "https://polycast.example/docs/relay",
         *             "evidence": "tested"
         *           },
         *           "update": {
         *             "name": {
         *               "idle": "now",
         *               "live": "now",
         *               "via": "native",
         *               "source": "https://polycast.example/docs/relay",
         *               "evidence": "tested"
         *             },
         *             "destination": {
         *               "idle": "now",
         *               "live": "now",
         *               "via": "native",
         *               "source": "https://polycast.example/docs/relay",
         *               "evidence": "tested"
         *             },
         *             "rendition": {
         *               "idle": "now",
         *               "live": "now",
         *               "via": "native",
         *               "source": "https://polycast.example/docs/relay",
         *               "evidence": "tested"
         *             }
         *           }
         *         },
         *         "stream": {
         *           "update": {
         *             "idle": "now",
         *             "live": "now",
         *             "via": "native",
         *             "source": "https://polycast.example/docs/relay",
         *             "evidence": "tested"
         *           },
         *           "enable": {
         *             "idle": "now",
         *             "live": "now",
         *             "via": "native",
         *             "source": "https://polycast.example/docs/relay",
         *             "evidence": "tested"
         *           },
         *           "disable": {
         *             "idle": "now",
         *             "live": "now",
         *             "via": "native",
         *             "source": "https://polycast.example/docs/relay",
         *             "evidence": "tested"
         *           },
         *           "end": {
         *             "idle": "now",
         *             "live": "now",
         *             "via": "native",
         *             "source": "https://polycast.example/docs/relay",
         *             "evidence": "tested"
         *           },
         *           "rotateIngest": {
         *             "idle": "now",
         *             "live": "now",
         *             "via": "native",
         *             "source": "https://polycast.example/docs/relay",
         *             "evidence": "tested"
         *           },
         *           "delete": {
         *             "idle": "now",
         *             "live": "now",
         *             "via": "native",
         *             "source": "https://polycast.example/docs/relay",
         *             "evidence": "tested"
         *           }
         *         },
         *         "status": {
         *           "delivery": [
         *             "push"
         *           ],
         *           "states": [
         *             "disabled",
         *             "idle",
         *             "connecting",
         *             "live",
         *             "retrying",
         *             "failed"
         *           ],
         *           "reasons": true
         *         },
         *         "limits": {},
         *         "protocols": [
         *           "rtmp",
         *           "rtmps",
         *           "srt"
         *         ],
         *         "constraints": [],
         *         "renditions": true,
         *         "readsKeysBack": false,
         *         "stores": {
         *           "stream": [
         *             "name",
         *             "reference"
         *           ],
         *           "target": [
         *             "name",
         *             "reference"
         *           ]
         *         }
         *       },
         *       "health": {
         *         "state": "ok",
         *         "lastSuccessAt": "2026-03-06T19:31:40.002Z"
         *       }
         *     }
         */
        Provider: {
            capabilities?: components["schemas"]["Capabilities"];
            default: boolean;
            /** @description What the calls so far say about it. Absent for the keys of a tenant. */
            health?: {
                lastFailure?: {
                    /** Format: date-time */
                    at: string;
                    /** @enum {string} */
                    code: "invalid_argument" | "not_found" | "conflict" | "unauthenticated" | "forbidden" | "unsupported" | "not_idle" | "limit_exceeded" | "rate_limited" | "provider_unavailable" | "timeout" | "provider_response_invalid" | "adapter_incompatible" | "internal";
                    message: string;
                };
                /** Format: date-time */
                lastSuccessAt?: string;
                /** @enum {string} */
                state: "ok" | "failing" | "unknown";
            };
            name: string;
            package: string;
            provider: string;
        };
        /**
         * @description An endpoint of this gateway that a provider sends its webhooks to.
         * @example {
         *       "id": "pwh_0W3nq1zT00Lw4dGv6bJrNe",
         *       "provider": "mux",
         *       "url": "https://live.example.com/webhooks/mux",
         *       "createdAt": "2026-03-01T19:30:00.000Z"
         *     }
         */
        ProviderWebhook: {
            /** Format: date-time */
            createdAt: string;
            id: string;
            provider: string;
            url: string;
        };
        RedactedDestination: {
            app?: string;
            host?: string;
            keyHint?: string;
            /** @enum {string} */
            preset?: "twitch" | "youtube" | "youtube-backup" | "facebook" | "kick" | "x" | "vimeo" | "rumble" | "trovo" | "dlive" | "steam" | "bilibili" | "chzzk" | "nimo" | "picarto" | "soop" | "soop-global" | "restream" | "castr" | "livepeer" | "mux" | "api-video" | "cloudflare";
            /** @enum {string} */
            protocol?: "rtmp" | "rtmps" | "srt";
            /** @enum {boolean} */
            redacted: true;
        };
        /**
         * @example {
         *       "state": "failed",
         *       "createdAfter": "2026-03-06T00:00:00Z"
         *     }
         */
        ReplayDeliveries: {
            /** Format: date-time */
            createdAfter?: string;
            /**
             * @description Else all that did not arrive: those that failed, were canceled or are pending. Of those that are pending, the ones that wait for a later attempt are sent now.
             * @enum {string}
             */
            state?: "pending" | "succeeded" | "failed" | "canceled";
        };
        /**
         * @description Which webhooks to process again; without a field: all.
         * @example {
         *       "provider": "mux",
         *       "state": "quarantined",
         *       "receivedAfter": "2026-03-06T00:00:00Z"
         *     }
         */
        ReplayInbox: {
            provider?: string;
            /**
             * Format: date-time
             * @description That time included.
             */
            receivedAfter?: string;
            /**
             * Format: date-time
             * @description That time not included.
             */
            receivedBefore?: string;
            /** @enum {string} */
            state?: "received" | "parked" | "done" | "quarantined";
        };
        /**
         * @description The new secret, and until when the former one signs too.
         * @example {
         *       "secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
         *       "previousExpiresAt": "2026-03-07T19:30:00.000Z"
         *     }
         */
        RotatedSecret: {
            /** Format: date-time */
            previousExpiresAt?: string;
            /** @description `whsec_…`: what deliveries are signed with. Shown this once. */
            readonly secret: string;
        };
        /**
         * @example {
         *       "overlapSeconds": 86400
         *     }
         */
        RotateSecret: {
            /**
             * @description How long the former secret signs too.
             * @default 86400
             */
            overlapSeconds: number;
        };
        /**
         * @description What everything looks like at one place of the event log.
         * @example {
         *       "type": "snapshot",
         *       "streams": [
         *         {
         *           "id": "str_0W3nqz4h00Yb2kQx8rLmTc",
         *           "provider": "selfhost",
         *           "name": "Friday show",
         *           "enabled": true,
         *           "status": {
         *             "state": "live",
         *             "since": "2026-03-06T19:30:11.900Z",
         *             "observedAt": "2026-03-06T19:30:11.900Z",
         *             "source": "relay"
         *           },
         *           "session": {
         *             "id": "ses_0W3nr17v00Jd4hTz9qKsBo",
         *             "startedAt": "2026-03-06T19:30:11.900Z"
         *           },
         *           "targets": [
         *             {
         *               "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
         *               "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
         *               "provider": "selfhost",
         *               "name": "Twitch",
         *               "destination": {
         *                 "redacted": true,
         *                 "protocol": "rtmps",
         *                 "host": "ingest.global-contribute.live-video.net",
         *                 "preset": "twitch"
         *               },
         *               "enabled": true,
         *               "rendition": "source",
         *               "status": {
         *                 "state": "live",
         *                 "since": "2026-03-06T19:30:12.480Z",
         *                 "observedAt": "2026-03-06T19:31:40.002Z",
         *                 "source": "relay",
         *                 "bitrateBps": 4512000,
         *                 "bytesSent": 49370112
         *               },
         *               "notices": [],
         *               "reference": "twitch",
         *               "bindings": [
         *                 {
         *                   "provider": "selfhost",
         *                   "id": "7f3c1d0a-0000-4000-8000-000000000001"
         *                 }
         *               ],
         *               "createdAt": "2026-03-06T19:12:05.000Z"
         *             }
         *           ],
         *           "notices": [],
         *           "reference": "friday-show",
         *           "tenantId": "tenant-42",
         *           "metadata": {
         *             "room": "studio 2"
         *           },
         *           "bindings": [
         *             {
         *               "provider": "selfhost",
         *               "id": "5a9b2e77-0000-4000-8000-000000000001"
         *             }
         *           ],
         *           "createdAt": "2026-03-06T19:12:05.000Z"
         *         }
         *       ],
         *       "cursor": "4711"
         *     }
         */
        Snapshot: {
            cursor: string;
            streams: components["schemas"]["Stream"][];
            /** @enum {string} */
            type: "snapshot";
        };
        /**
         * @example {
         *       "id": "str_0W3nqz4h00Yb2kQx8rLmTc",
         *       "provider": "selfhost",
         *       "name": "Friday show",
         *       "enabled": true,
         *       "status": {
         *         "state": "live",
         *         "since": "2026-03-06T19:30:11.900Z",
         *         "observedAt": "2026-03-06T19:30:11.900Z",
         *         "source": "relay"
         *       },
         *       "session": {
         *         "id": "ses_0W3nr17v00Jd4hTz9qKsBo",
         *         "startedAt": "2026-03-06T19:30:11.900Z"
         *       },
         *       "targets": [
         *         {
         *           "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
         *           "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
         *           "provider": "selfhost",
         *           "name": "Twitch",
         *           "destination": {
         *             "redacted": true,
         *             "protocol": "rtmps",
         *             "host": "ingest.global-contribute.live-video.net",
         *             "preset": "twitch"
         *           },
         *           "enabled": true,
         *           "rendition": "source",
         *           "status": {
         *             "state": "live",
         *             "since": "2026-03-06T19:30:12.480Z",
         *             "observedAt": "2026-03-06T19:31:40.002Z",
         *             "source": "relay",
         *             "bitrateBps": 4512000,
         *             "bytesSent": 49370112
         *           },
         *           "notices": [],
         *           "reference": "twitch",
         *           "bindings": [
         *             {
         *               "provider": "selfhost",
         *               "id": "7f3c1d0a-0000-4000-8000-000000000001"
         *             }
         *           ],
         *           "createdAt": "2026-03-06T19:12:05.000Z"
         *         }
         *       ],
         *       "notices": [],
         *       "reference": "friday-show",
         *       "tenantId": "tenant-42",
         *       "metadata": {
         *         "room": "studio 2"
         *       },
         *       "bindings": [
         *         {
         *           "provider": "selfhost",
         *           "id": "5a9b2e77-0000-4000-8000-000000000001"
         *         }
         *       ],
         *       "createdAt": "2026-03-06T19:12:05.000Z"
         *     }
         */
        Stream: {
            bindings?: {
                id: string;
                provider: string;
            }[];
            /** Format: date-time */
            createdAt?: string;
            enabled: boolean;
            id: string;
            metadata?: {
                [key: string]: string;
            };
            name: string;
            notices: components["schemas"]["Notice"][];
            pending?: components["schemas"]["Pending"];
            playback?: {
                policy?: string;
                protocol: string;
                url: string;
            }[];
            provider: string;
            providerMetadata?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            reference?: string;
            session?: {
                id: string;
                /** Format: date-time */
                startedAt: string;
            };
            status: components["schemas"]["StreamStatus"];
            targets?: components["schemas"]["Target"][];
            tenantId?: string;
        };
        /**
         * @example {
         *       "id": "evt_0W3nr17w00Hc3gSy8pJrAn",
         *       "type": "stream.live",
         *       "sequence": 4709,
         *       "provider": "selfhost",
         *       "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
         *       "sessionId": "ses_0W3nr17v00Jd4hTz9qKsBo",
         *       "tenantId": "tenant-42",
         *       "occurredAt": "2026-03-06T19:30:12.480Z",
         *       "observedAt": "2026-03-06T19:30:12.481Z",
         *       "source": "relay",
         *       "data": {
         *         "stream": {
         *           "id": "str_0W3nqz4h00Yb2kQx8rLmTc",
         *           "provider": "selfhost",
         *           "name": "Friday show",
         *           "enabled": true,
         *           "status": {
         *             "state": "live",
         *             "since": "2026-03-06T19:30:11.900Z",
         *             "observedAt": "2026-03-06T19:30:11.900Z",
         *             "source": "relay"
         *           },
         *           "session": {
         *             "id": "ses_0W3nr17v00Jd4hTz9qKsBo",
         *             "startedAt": "2026-03-06T19:30:11.900Z"
         *           },
         *           "notices": [],
         *           "reference": "friday-show",
         *           "tenantId": "tenant-42",
         *           "metadata": {
         *             "room": "studio 2"
         *           },
         *           "bindings": [
         *             {
         *               "provider": "selfhost",
         *               "id": "5a9b2e77-0000-4000-8000-000000000001"
         *             }
         *           ],
         *           "createdAt": "2026-03-06T19:12:05.000Z"
         *         },
         *         "previous": {
         *           "status": {
         *             "state": "idle",
         *             "source": "relay"
         *           }
         *         }
         *       }
         *     }
         */
        StreamEvent: {
            data: {
                changed?: string[];
                notice?: components["schemas"]["Notice"];
                previous?: {
                    bindings?: {
                        id: string;
                        provider: string;
                    }[];
                    /** Format: date-time */
                    createdAt?: string;
                    enabled?: boolean;
                    id?: string;
                    metadata?: {
                        [key: string]: string;
                    };
                    name?: string;
                    notices?: components["schemas"]["Notice"][];
                    pending?: components["schemas"]["Pending"];
                    playback?: {
                        policy?: string;
                        protocol: string;
                        url: string;
                    }[];
                    provider?: string;
                    providerMetadata?: {
                        [key: string]: {
                            [key: string]: unknown;
                        };
                    };
                    reference?: string;
                    session?: {
                        id: string;
                        /** Format: date-time */
                        startedAt: string;
                    };
                    status?: components["schemas"]["StreamStatus"];
                    targets?: components["schemas"]["Target"][];
                    tenantId?: string;
                };
                stream: components["schemas"]["Stream"];
            };
            id: string;
            /** Format: date-time */
            observedAt: string;
            /** Format: date-time */
            occurredAt: string;
            provider: string;
            sequence?: number;
            sessionId?: string;
            /** @enum {string} */
            source: "api" | "poll" | "webhook" | "relay" | "assumed";
            streamId: string;
            tenantId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "stream.created" | "stream.updated" | "stream.deleted" | "stream.live" | "stream.reconnecting" | "stream.idle" | "stream.ended" | "stream.disabled" | "stream.warning";
        };
        StreamStatus: {
            native?: string;
            /** Format: date-time */
            observedAt?: string;
            /** Format: date-time */
            since?: string;
            /** @enum {string} */
            source: "api" | "poll" | "webhook" | "relay" | "assumed";
            /**
             * @description What is observed: idle, live, reconnecting, disabled, unknown. More may be added.
             * @example idle
             * @example live
             * @example reconnecting
             * @example disabled
             * @example unknown
             */
            state: string;
        };
        /**
         * @description What becomes of a stream that moves. A target that is lost stays wanted, and waits. `refused`: why it would not be done now, and what to do or to wait for; empty where it would be.
         * @example {
         *       "from": "selfhost",
         *       "to": "mux-us",
         *       "refused": [
         *         {
         *           "code": "not_idle",
         *           "message": "The stream is live: it can be moved to another provider while it is idle.",
         *           "hint": "Stop the encoder, or end the stream, and wait for `stream.idle`; then repeat it."
         *         }
         *       ],
         *       "created": [
         *         {
         *           "targetId": "tgt_0VtyK1cA01q7Zt0hXw3LpB",
         *           "name": "Twitch"
         *         }
         *       ],
         *       "kept": [
         *         {
         *           "what": "stream: id, name, enabled, reference, metadata"
         *         }
         *       ],
         *       "lost": [
         *         {
         *           "what": "playback",
         *           "reason": "its addresses belong to selfhost"
         *         }
         *       ],
         *       "ingest": "new"
         *     }
         */
        SwitchPlan: {
            created: {
                name: string;
                targetId: string;
            }[];
            from: string;
            /** @enum {string} */
            ingest: "new";
            kept: {
                targetId?: string;
                what: string;
            }[];
            lost: {
                reason: string;
                targetId?: string;
                what: string;
            }[];
            refused: {
                /** @enum {string} */
                code: "invalid_argument" | "not_found" | "conflict" | "unauthenticated" | "forbidden" | "unsupported" | "not_idle" | "limit_exceeded" | "rate_limited" | "provider_unavailable" | "timeout" | "provider_response_invalid" | "adapter_incompatible" | "internal";
                hint?: string;
                message: string;
            }[];
            to: string;
        };
        /**
         * @example {
         *       "provider": "mux-us",
         *       "dryRun": true
         *     }
         */
        SwitchStream: {
            /**
             * @description Only tell what would become of it. Default true.
             * @default true
             */
            dryRun: boolean;
            /** @description The instance that it moves to. */
            provider: string;
        };
        /**
         * @example {
         *       "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
         *       "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
         *       "provider": "selfhost",
         *       "name": "Twitch",
         *       "destination": {
         *         "redacted": true,
         *         "protocol": "rtmps",
         *         "host": "ingest.global-contribute.live-video.net",
         *         "preset": "twitch"
         *       },
         *       "enabled": true,
         *       "rendition": "source",
         *       "status": {
         *         "state": "live",
         *         "since": "2026-03-06T19:30:12.480Z",
         *         "observedAt": "2026-03-06T19:31:40.002Z",
         *         "source": "relay",
         *         "bitrateBps": 4512000,
         *         "bytesSent": 49370112
         *       },
         *       "notices": [],
         *       "reference": "twitch",
         *       "bindings": [
         *         {
         *           "provider": "selfhost",
         *           "id": "7f3c1d0a-0000-4000-8000-000000000001"
         *         }
         *       ],
         *       "createdAt": "2026-03-06T19:12:05.000Z"
         *     }
         */
        Target: {
            bindings?: {
                id: string;
                provider: string;
            }[];
            /** Format: date-time */
            createdAt?: string;
            destination: components["schemas"]["RedactedDestination"];
            enabled: boolean;
            id: string;
            metadata?: {
                [key: string]: string;
            };
            name: string;
            notices: components["schemas"]["Notice"][];
            pending?: components["schemas"]["Pending"];
            provider: string;
            providerMetadata?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            reference?: string;
            rendition: string;
            status: components["schemas"]["TargetStatus"];
            streamId: string;
            videoOnly?: boolean;
        };
        /**
         * @example {
         *       "id": "evt_0W3nr1900Kx4mQz81sWvTb",
         *       "type": "target.live",
         *       "sequence": 4711,
         *       "provider": "selfhost",
         *       "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
         *       "sessionId": "ses_0W3nr17v00Jd4hTz9qKsBo",
         *       "tenantId": "tenant-42",
         *       "occurredAt": "2026-03-06T19:30:12.480Z",
         *       "observedAt": "2026-03-06T19:30:12.481Z",
         *       "source": "relay",
         *       "data": {
         *         "target": {
         *           "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
         *           "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
         *           "provider": "selfhost",
         *           "name": "Twitch",
         *           "destination": {
         *             "redacted": true,
         *             "protocol": "rtmps",
         *             "host": "ingest.global-contribute.live-video.net",
         *             "preset": "twitch"
         *           },
         *           "enabled": true,
         *           "rendition": "source",
         *           "status": {
         *             "state": "live",
         *             "since": "2026-03-06T19:30:12.480Z",
         *             "observedAt": "2026-03-06T19:31:40.002Z",
         *             "source": "relay",
         *             "bitrateBps": 4512000,
         *             "bytesSent": 49370112
         *           },
         *           "notices": [],
         *           "reference": "twitch",
         *           "bindings": [
         *             {
         *               "provider": "selfhost",
         *               "id": "7f3c1d0a-0000-4000-8000-000000000001"
         *             }
         *           ],
         *           "createdAt": "2026-03-06T19:12:05.000Z"
         *         },
         *         "previous": {
         *           "status": {
         *             "state": "connecting",
         *             "source": "relay"
         *           }
         *         }
         *       }
         *     }
         */
        TargetEvent: {
            data: {
                changed?: string[];
                notice?: components["schemas"]["Notice"];
                previous?: {
                    bindings?: {
                        id: string;
                        provider: string;
                    }[];
                    /** Format: date-time */
                    createdAt?: string;
                    destination?: components["schemas"]["RedactedDestination"];
                    enabled?: boolean;
                    id?: string;
                    metadata?: {
                        [key: string]: string;
                    };
                    name?: string;
                    notices?: components["schemas"]["Notice"][];
                    pending?: components["schemas"]["Pending"];
                    provider?: string;
                    providerMetadata?: {
                        [key: string]: {
                            [key: string]: unknown;
                        };
                    };
                    reference?: string;
                    rendition?: string;
                    status?: components["schemas"]["TargetStatus"];
                    streamId?: string;
                    videoOnly?: boolean;
                };
                target: components["schemas"]["Target"];
            };
            id: string;
            /** Format: date-time */
            observedAt: string;
            /** Format: date-time */
            occurredAt: string;
            provider: string;
            sequence?: number;
            sessionId?: string;
            /** @enum {string} */
            source: "api" | "poll" | "webhook" | "relay" | "assumed";
            streamId: string;
            tenantId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "target.created" | "target.updated" | "target.deleted" | "target.change_pending" | "target.change_applied" | "target.change_failed" | "target.disabled" | "target.idle" | "target.connecting" | "target.live" | "target.retrying" | "target.failed" | "target.unknown" | "target.warning";
        };
        /**
         * @description The targets that a stream is to have, each with a `reference` of its own.
         * @example [
         *       {
         *         "reference": "twitch",
         *         "name": "Twitch",
         *         "destination": {
         *           "preset": "twitch",
         *           "streamKey": "live_…"
         *         }
         *       }
         *     ]
         */
        TargetList: {
            destination: components["schemas"]["Destination"];
            /** @default true */
            enabled: boolean;
            metadata?: {
                [key: string]: string;
            };
            /** @description For people; without control characters. */
            name: string;
            providerOptions?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            /** @description What it is found again by. */
            reference: string;
            /** @default source */
            rendition: string;
            videoOnly?: boolean;
        }[];
        TargetStatus: {
            attempt?: number;
            bitrateBps?: number;
            bytesSent?: number;
            /** Format: date-time */
            lastByteAt?: string;
            native?: string;
            /** Format: date-time */
            nextAttemptAt?: string;
            /** Format: date-time */
            observedAt?: string;
            reason?: {
                /**
                 * @description Why it is not live: dns, refused, timeout, tls, unauthorized, key_in_use, incompatible_media, stalled, closed_by_destination, blocked_address, process_failed, provider_reports_error, unknown. More may be added.
                 * @example dns
                 * @example refused
                 * @example timeout
                 * @example tls
                 * @example unauthorized
                 * @example key_in_use
                 * @example incompatible_media
                 * @example stalled
                 * @example closed_by_destination
                 * @example blocked_address
                 * @example process_failed
                 * @example provider_reports_error
                 * @example unknown
                 */
                code: string;
                message: string;
            };
            /** Format: date-time */
            since?: string;
            /** @enum {string} */
            source: "api" | "poll" | "webhook" | "relay" | "assumed";
            /**
             * @description What is observed: disabled, idle, connecting, live, retrying, failed, unknown. More may be added.
             * @example disabled
             * @example idle
             * @example connecting
             * @example live
             * @example retrying
             * @example failed
             * @example unknown
             */
            state: string;
        };
        /**
         * @example {
         *       "name": "Friday show"
         *     }
         */
        UpdateStream: {
            enabled?: boolean;
            metadata?: {
                [key: string]: string;
            };
            /** @description For people; without control characters. */
            name?: string;
            providerOptions?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            reference?: string;
        };
        /**
         * @example {
         *       "enabled": false
         *     }
         */
        UpdateTarget: {
            destination?: components["schemas"]["Destination"];
            enabled?: boolean;
            metadata?: {
                [key: string]: string;
            };
            /** @description For people; without control characters. */
            name?: string;
            providerOptions?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            reference?: string;
            rendition?: string;
            videoOnly?: boolean;
        };
        /**
         * @description Absent fields stay; null empties a field.
         * @example {
         *       "enabled": false
         *     }
         * @example {
         *       "events": null,
         *       "description": "all events"
         *     }
         */
        UpdateWebhookEndpoint: {
            description?: string | null;
            enabled?: boolean;
            events?: string[] | null;
            streamId?: string | null;
            /** @description `https://`, without user, password and fragment. What its query holds is never shown again, nor what may be a token in its path. `http://` and private addresses only where the gateway allows private targets. */
            url?: string;
        };
        /**
         * @example {
         *       "token": "pcvt_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY",
         *       "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
         *       "expiresAt": "2026-03-06T19:40:00.000Z"
         *     }
         */
        ViewToken: {
            /** Format: date-time */
            expiresAt: string;
            streamId: string;
            /** @description `pcvt_…`, answered this once. */
            readonly token: string;
        };
        /**
         * @example {
         *       "id": "whe_0W3nq2aB00Hj7tRp5cXyMd",
         *       "url": "https://example.com/hooks/polycast?token=***",
         *       "events": [
         *         "target.retrying",
         *         "target.failed"
         *       ],
         *       "description": "the on-call bot",
         *       "enabled": true,
         *       "createdAt": "2026-03-01T19:30:00.000Z",
         *       "updatedAt": "2026-03-01T19:30:00.000Z"
         *     }
         */
        WebhookEndpoint: {
            /** Format: date-time */
            createdAt: string;
            description?: string;
            /** @description Why it was switched off by itself: `gone` (it answered 410), `failing` (5 days without a success). */
            disabledReason?: string;
            enabled: boolean;
            events?: string[];
            /** Format: date-time */
            failingSince?: string;
            id: string;
            streamId?: string;
            tenantId?: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description Where events are sent to, without what may be a secret: the values of its query, and its path from the first part on that is no plain word (lower-case letters, or a version). */
            url: string;
        };
    };
    responses: {
        /** @description The provider refuses the gateway's credentials, or its answer made no sense. */
        BadProvider: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/errors/provider_response_invalid",
                 *       "title": "The provider's answer made no sense",
                 *       "status": 502,
                 *       "detail": "The provider refuses the gateway's credentials, or its answer made no sense.",
                 *       "code": "provider_response_invalid",
                 *       "retryable": false,
                 *       "outcome": "not_applied",
                 *       "requestId": "req_6c4a1e0e-0000-4000-8000-000000000001"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It clashes with what is there: `conflict`, `not_idle` or `limit_exceeded`; or the same request still runs. */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/errors/conflict",
                 *       "title": "It clashes with what is there",
                 *       "status": 409,
                 *       "detail": "It clashes with what is there: `conflict`, `not_idle` or `limit_exceeded`; or the same request still runs.",
                 *       "code": "conflict",
                 *       "retryable": false,
                 *       "outcome": "not_applied",
                 *       "requestId": "req_6c4a1e0e-0000-4000-8000-000000000001"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The key lacks a scope, or belongs to another tenant. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/errors/forbidden",
                 *       "title": "This key may not do that",
                 *       "status": 403,
                 *       "detail": "The key lacks a scope, or belongs to another tenant.",
                 *       "code": "forbidden",
                 *       "retryable": false,
                 *       "outcome": "not_applied",
                 *       "requestId": "req_6c4a1e0e-0000-4000-8000-000000000001"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The cursor has expired: start without one. */
        Gone: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/errors/not_found",
                 *       "title": "There is no such thing",
                 *       "status": 410,
                 *       "detail": "The cursor has expired: start without one.",
                 *       "code": "not_found",
                 *       "retryable": false,
                 *       "outcome": "not_applied",
                 *       "requestId": "req_6c4a1e0e-0000-4000-8000-000000000001"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something broke in the gateway. */
        Internal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/errors/internal",
                 *       "title": "Something broke in the gateway",
                 *       "status": 500,
                 *       "detail": "Something broke in the gateway.",
                 *       "code": "internal",
                 *       "retryable": false,
                 *       "outcome": "not_applied",
                 *       "requestId": "req_6c4a1e0e-0000-4000-8000-000000000001"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing, or it is another tenant's. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/errors/not_found",
                 *       "title": "There is no such thing",
                 *       "status": 404,
                 *       "detail": "There is no such thing, or it is another tenant's.",
                 *       "code": "not_found",
                 *       "retryable": false,
                 *       "outcome": "not_applied",
                 *       "requestId": "req_6c4a1e0e-0000-4000-8000-000000000001"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The provider did not answer in time: see `outcome`. */
        TimedOut: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/errors/timeout",
                 *       "title": "No answer in time",
                 *       "status": 504,
                 *       "detail": "The provider did not answer in time: see `outcome`.",
                 *       "code": "timeout",
                 *       "retryable": false,
                 *       "outcome": "not_applied",
                 *       "requestId": "req_6c4a1e0e-0000-4000-8000-000000000001"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Wait as long as `Retry-After` says. */
        TooFast: {
            headers: {
                /** @description Seconds to wait before it is worth repeating. */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/errors/rate_limited",
                 *       "title": "Too fast",
                 *       "status": 429,
                 *       "detail": "Wait as long as `Retry-After` says.",
                 *       "code": "rate_limited",
                 *       "retryable": true,
                 *       "outcome": "not_applied",
                 *       "requestId": "req_6c4a1e0e-0000-4000-8000-000000000001"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than 1 MiB. */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/errors/invalid_argument",
                 *       "title": "The input does not fit",
                 *       "status": 413,
                 *       "detail": "The body is larger than 1 MiB.",
                 *       "code": "invalid_argument",
                 *       "retryable": false,
                 *       "outcome": "not_applied",
                 *       "requestId": "req_6c4a1e0e-0000-4000-8000-000000000001"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No API key, or one that is not known. */
        Unauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/errors/unauthenticated",
                 *       "title": "Who are you?",
                 *       "status": 401,
                 *       "detail": "No API key, or one that is not known.",
                 *       "code": "unauthenticated",
                 *       "retryable": false,
                 *       "outcome": "not_applied",
                 *       "requestId": "req_6c4a1e0e-0000-4000-8000-000000000001"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The provider or the store cannot be reached at the moment. */
        Unavailable: {
            headers: {
                /** @description Seconds to wait before it is worth repeating. */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/errors/provider_unavailable",
                 *       "title": "Not reachable at the moment",
                 *       "status": 503,
                 *       "detail": "The provider or the store cannot be reached at the moment.",
                 *       "code": "provider_unavailable",
                 *       "retryable": true,
                 *       "outcome": "not_applied",
                 *       "requestId": "req_6c4a1e0e-0000-4000-8000-000000000001"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It was read and does not fit: see `issues`. Or the provider cannot do it (`unsupported`): see `actions`. */
        Unfit: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/errors/invalid_argument",
                 *       "title": "The input does not fit",
                 *       "status": 422,
                 *       "detail": "It was read and does not fit: see `issues`. Or the provider cannot do it (`unsupported`): see `actions`.",
                 *       "code": "invalid_argument",
                 *       "retryable": false,
                 *       "outcome": "not_applied",
                 *       "requestId": "req_6c4a1e0e-0000-4000-8000-000000000001"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request cannot be read, e.g. broken JSON. */
        Unreadable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/errors/invalid_argument",
                 *       "title": "The input does not fit",
                 *       "status": 400,
                 *       "detail": "The request cannot be read, e.g. broken JSON.",
                 *       "code": "invalid_argument",
                 *       "retryable": false,
                 *       "outcome": "not_applied",
                 *       "requestId": "req_6c4a1e0e-0000-4000-8000-000000000001"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not JSON in UTF-8, or it is compressed. */
        WrongType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/errors/invalid_argument",
                 *       "title": "The input does not fit",
                 *       "status": 415,
                 *       "detail": "The body is not JSON in UTF-8, or it is compressed.",
                 *       "code": "invalid_argument",
                 *       "retryable": false,
                 *       "outcome": "not_applied",
                 *       "requestId": "req_6c4a1e0e-0000-4000-8000-000000000001"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getRoot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Name, version and links. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "polycast",
                     *       "version": "0.1.0",
                     *       "links": {
                     *         "streams": "/v1/streams"
                     *       }
                     *     }
                     */
                    "application/json": {
                        links: {
                            [key: string]: string;
                        };
                        name: string;
                        version: string;
                    };
                };
            };
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    explainError: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `code` of a problem. */
                code: "invalid_argument" | "not_found" | "conflict" | "unauthenticated" | "forbidden" | "unsupported" | "not_idle" | "limit_exceeded" | "rate_limited" | "provider_unavailable" | "timeout" | "provider_response_invalid" | "adapter_incompatible" | "internal";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The code, explained. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "not_idle",
                     *       "status": 409,
                     *       "title": "Not while the stream is live",
                     *       "advice": "End the stream, or wait until it is idle, and repeat."
                     *     }
                     */
                    "application/json": {
                        advice: string;
                        /** @enum {string} */
                        code: "invalid_argument" | "not_found" | "conflict" | "unauthenticated" | "forbidden" | "unsupported" | "not_idle" | "limit_exceeded" | "rate_limited" | "provider_unavailable" | "timeout" | "provider_response_invalid" | "adapter_incompatible" | "internal";
                        status: number;
                        title: string;
                    };
                };
            };
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @example ok
                         * @enum {string}
                         */
                        status: "ok" | "unavailable";
                    };
                };
            };
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus' text format. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example # TYPE polycast_targets gauge
                     *     polycast_targets{provider="selfhost",state="live"} 3
                     */
                    "text/plain": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It should. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @example ok
                         * @enum {string}
                         */
                        status: "ok" | "unavailable";
                    };
                };
            };
            500: components["responses"]["Internal"];
            /** @description It should not. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @example ok
                         * @enum {string}
                         */
                        status: "ok" | "unavailable";
                    };
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of keys, without the keys themselves. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "key_0W3nq0aA00Rt5yUi8oPlKj",
                     *           "name": "the dashboard of Example",
                     *           "scopes": [
                     *             "read",
                     *             "write"
                     *           ],
                     *           "tenantId": "tenant-42",
                     *           "expiresAt": "2027-03-01T00:00:00.000Z",
                     *           "createdAt": "2026-03-01T19:30:00.000Z",
                     *           "lastUsedAt": "2026-03-06T19:30:00.000Z",
                     *           "last4": "9xQz"
                     *         }
                     *       ],
                     *       "nextCursor": "MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw"
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["ApiKey"][];
                        /**
                         * @description Present while there are more: send it as `cursor`.
                         * @example MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw
                         */
                        nextCursor?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat: for 24 hours, the same request with the same key is not done again but answered as it was before, with `Idempotent-Replayed: true`. See the introduction. */
                "Idempotency-Key"?: string;
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "the dashboard of Example",
                 *       "scopes": [
                 *         "read",
                 *         "write"
                 *       ],
                 *       "tenantId": "tenant-42",
                 *       "expiresAt": "2027-03-01T00:00:00.000Z"
                 *     }
                 */
                "application/json": components["schemas"]["CreateApiKey"];
            };
        };
        responses: {
            /** @description The key. */
            201: {
                headers: {
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "apiKey": {
                     *         "id": "key_0W3nq0aA00Rt5yUi8oPlKj",
                     *         "name": "the dashboard of Example",
                     *         "scopes": [
                     *           "read",
                     *           "write"
                     *         ],
                     *         "tenantId": "tenant-42",
                     *         "expiresAt": "2027-03-01T00:00:00.000Z",
                     *         "createdAt": "2026-03-01T19:30:00.000Z",
                     *         "last4": "9xQz"
                     *       },
                     *       "key": "pcsk_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `key_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "key_0W3nq0aA00Rt5yUi8oPlKj",
                     *       "name": "the dashboard of Example",
                     *       "scopes": [
                     *         "read",
                     *         "write"
                     *       ],
                     *       "tenantId": "tenant-42",
                     *       "expiresAt": "2027-03-01T00:00:00.000Z",
                     *       "createdAt": "2026-03-01T19:30:00.000Z",
                     *       "lastUsedAt": "2026-03-06T19:30:00.000Z",
                     *       "last4": "9xQz"
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `key_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `dlv_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "dlv_0W3nr1900Vb6sKq2mTz8Lw",
                     *       "endpointId": "whe_0W3nq2aB00Hj7tRp5cXyMd",
                     *       "eventId": "evt_0W3nr1900Kx4mQz81sWvT",
                     *       "eventType": "target.retrying",
                     *       "state": "pending",
                     *       "attempts": 1,
                     *       "nextAttemptAt": "2026-03-06T19:30:17.912Z",
                     *       "createdAt": "2026-03-06T19:30:12.480Z",
                     *       "lastStatus": 500,
                     *       "lastError": "http_500",
                     *       "lastDurationMs": 84,
                     *       "log": [
                     *         {
                     *           "at": "2026-03-06T19:30:12.480Z",
                     *           "status": 500,
                     *           "error": "http_500",
                     *           "durationMs": 84
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["LoggedDelivery"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat: for 24 hours, the same request with the same key is not done again but answered as it was before, with `Idempotent-Replayed: true`. See the introduction. */
                "Idempotency-Key"?: string;
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `dlv_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery, pending. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "dlv_0W3nr1900Vb6sKq2mTz8Lw",
                     *       "endpointId": "whe_0W3nq2aB00Hj7tRp5cXyMd",
                     *       "eventId": "evt_0W3nr1900Kx4mQz81sWvT",
                     *       "eventType": "target.retrying",
                     *       "state": "pending",
                     *       "attempts": 1,
                     *       "nextAttemptAt": "2026-03-06T19:30:17.912Z",
                     *       "createdAt": "2026-03-06T19:30:12.480Z",
                     *       "lastStatus": 500,
                     *       "lastError": "http_500",
                     *       "lastDurationMs": 84
                     *     }
                     */
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                after?: string;
                /** @description Another name of `after`; send one of them. */
                cursor?: string;
                limit?: number;
                streamId?: string;
                type?: ("stream.created" | "stream.updated" | "stream.deleted" | "stream.live" | "stream.reconnecting" | "stream.idle" | "stream.ended" | "stream.disabled" | "stream.warning" | "target.created" | "target.updated" | "target.deleted" | "target.change_pending" | "target.change_applied" | "target.change_failed" | "target.disabled" | "target.idle" | "target.connecting" | "target.live" | "target.retrying" | "target.failed" | "target.unknown" | "target.warning" | "webhook_endpoint.disabled")[];
            };
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "evt_0W3nr1900Kx4mQz81sWvTb",
                     *           "type": "target.live",
                     *           "sequence": 4711,
                     *           "provider": "selfhost",
                     *           "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *           "sessionId": "ses_0W3nr17v00Jd4hTz9qKsBo",
                     *           "tenantId": "tenant-42",
                     *           "occurredAt": "2026-03-06T19:30:12.480Z",
                     *           "observedAt": "2026-03-06T19:30:12.481Z",
                     *           "source": "relay",
                     *           "data": {
                     *             "target": {
                     *               "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
                     *               "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *               "provider": "selfhost",
                     *               "name": "Twitch",
                     *               "destination": {
                     *                 "redacted": true,
                     *                 "protocol": "rtmps",
                     *                 "host": "ingest.global-contribute.live-video.net",
                     *                 "preset": "twitch"
                     *               },
                     *               "enabled": true,
                     *               "rendition": "source",
                     *               "status": {
                     *                 "state": "live",
                     *                 "since": "2026-03-06T19:30:12.480Z",
                     *                 "observedAt": "2026-03-06T19:31:40.002Z",
                     *                 "source": "relay",
                     *                 "bitrateBps": 4512000,
                     *                 "bytesSent": 49370112
                     *               },
                     *               "notices": [],
                     *               "reference": "twitch",
                     *               "bindings": [
                     *                 {
                     *                   "provider": "selfhost",
                     *                   "id": "7f3c1d0a-0000-4000-8000-000000000001"
                     *                 }
                     *               ],
                     *               "createdAt": "2026-03-06T19:12:05.000Z"
                     *             },
                     *             "previous": {
                     *               "status": {
                     *                 "state": "connecting",
                     *                 "source": "relay"
                     *               }
                     *             }
                     *           }
                     *         }
                     *       ],
                     *       "nextCursor": "MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw",
                     *       "cursor": "4711"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Where this page ends: send it as `after` at any later time.
                         * @example 4711
                         */
                        cursor: string;
                        data: components["schemas"]["Event"][];
                        /**
                         * @description Present while there are more: send it as `cursor`.
                         * @example MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw
                         */
                        nextCursor?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    followEvents: {
        parameters: {
            query?: {
                after?: string;
                /** @description Another name of `after`; send one of them. */
                cursor?: string;
                streamId?: string;
                /** @description A view token, `pcvt_…`, where no API key is sent. */
                token?: string;
                type?: ("stream.created" | "stream.updated" | "stream.deleted" | "stream.live" | "stream.reconnecting" | "stream.idle" | "stream.ended" | "stream.disabled" | "stream.warning" | "target.created" | "target.updated" | "target.deleted" | "target.change_pending" | "target.change_applied" | "target.change_failed" | "target.disabled" | "target.idle" | "target.connecting" | "target.live" | "target.retrying" | "target.failed" | "target.unknown" | "target.warning" | "webhook_endpoint.disabled")[];
            };
            header?: {
                "Last-Event-ID"?: string;
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The `data` of each message is JSON of this schema. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "evt_0W3nr1900Kx4mQz81sWvTb",
                     *       "type": "target.live",
                     *       "sequence": 4711,
                     *       "provider": "selfhost",
                     *       "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *       "sessionId": "ses_0W3nr17v00Jd4hTz9qKsBo",
                     *       "tenantId": "tenant-42",
                     *       "occurredAt": "2026-03-06T19:30:12.480Z",
                     *       "observedAt": "2026-03-06T19:30:12.481Z",
                     *       "source": "relay",
                     *       "data": {
                     *         "target": {
                     *           "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
                     *           "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *           "provider": "selfhost",
                     *           "name": "Twitch",
                     *           "destination": {
                     *             "redacted": true,
                     *             "protocol": "rtmps",
                     *             "host": "ingest.global-contribute.live-video.net",
                     *             "preset": "twitch"
                     *           },
                     *           "enabled": true,
                     *           "rendition": "source",
                     *           "status": {
                     *             "state": "live",
                     *             "since": "2026-03-06T19:30:12.480Z",
                     *             "observedAt": "2026-03-06T19:31:40.002Z",
                     *             "source": "relay",
                     *             "bitrateBps": 4512000,
                     *             "bytesSent": 49370112
                     *           },
                     *           "notices": [],
                     *           "reference": "twitch",
                     *           "bindings": [
                     *             {
                     *               "provider": "selfhost",
                     *               "id": "7f3c1d0a-0000-4000-8000-000000000001"
                     *             }
                     *           ],
                     *           "createdAt": "2026-03-06T19:12:05.000Z"
                     *         },
                     *         "previous": {
                     *           "status": {
                     *             "state": "connecting",
                     *             "source": "relay"
                     *           }
                     *         }
                     *       }
                     *     }
                     */
                    "text/event-stream": components["schemas"]["Snapshot"] | components["schemas"]["TargetEvent"] | components["schemas"]["StreamEvent"] | components["schemas"]["EndpointEvent"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listInbox: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                provider?: string;
                state?: "received" | "parked" | "done" | "quarantined";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of webhooks, without their bodies. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "inb_0W3nr1800Pq5rYc9nHs3Xk",
                     *           "provider": "mux",
                     *           "eventId": "6c4a1e0e-0000-4000-8000-000000000001",
                     *           "type": "video.live_stream.simulcast_target.errored",
                     *           "state": "done",
                     *           "receivedAt": "2026-03-06T19:30:12.480Z",
                     *           "occurredAt": "2026-03-06T19:30:12.310Z",
                     *           "settledAt": "2026-03-06T19:30:12.492Z",
                     *           "attempts": 1
                     *         }
                     *       ],
                     *       "nextCursor": "MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw"
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["InboxItem"][];
                        /**
                         * @description Present while there are more: send it as `cursor`.
                         * @example MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw
                         */
                        nextCursor?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getInboxItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `inb_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook, without its body. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "inb_0W3nr1800Pq5rYc9nHs3Xk",
                     *       "provider": "mux",
                     *       "eventId": "6c4a1e0e-0000-4000-8000-000000000001",
                     *       "type": "video.live_stream.simulcast_target.errored",
                     *       "state": "done",
                     *       "receivedAt": "2026-03-06T19:30:12.480Z",
                     *       "occurredAt": "2026-03-06T19:30:12.310Z",
                     *       "settledAt": "2026-03-06T19:30:12.492Z",
                     *       "attempts": 1
                     *     }
                     */
                    "application/json": components["schemas"]["InboxItem"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayInboxItem: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat: for 24 hours, the same request with the same key is not done again but answered as it was before, with `Idempotent-Replayed: true`. See the introduction. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description `inb_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is processed soon. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "inb_0W3nr1800Pq5rYc9nHs3Xk",
                     *       "provider": "mux",
                     *       "eventId": "6c4a1e0e-0000-4000-8000-000000000001",
                     *       "type": "video.live_stream.simulcast_target.errored",
                     *       "state": "done",
                     *       "receivedAt": "2026-03-06T19:30:12.480Z",
                     *       "occurredAt": "2026-03-06T19:30:12.310Z",
                     *       "settledAt": "2026-03-06T19:30:12.492Z",
                     *       "attempts": 1
                     *     }
                     */
                    "application/json": components["schemas"]["InboxItem"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayInbox: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat: for 24 hours, the same request with the same key is not done again but answered as it was before, with `Idempotent-Replayed: true`. See the introduction. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "provider": "mux",
                 *       "state": "quarantined",
                 *       "receivedAfter": "2026-03-06T00:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["ReplayInbox"];
            };
        };
        responses: {
            /** @description How many are processed soon. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "replayed": 12
                     *     }
                     */
                    "application/json": {
                        /** @example 12 */
                        replayed: number;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listProviders: {
        parameters: {
            query?: never;
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All providers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "name": "selfhost",
                     *           "provider": "selfhost",
                     *           "package": "@polycast/selfhost",
                     *           "default": true,
                     *           "capabilities": {
                     *             "target": {
                     *               "create": {
                     *                 "idle": "now",
                     *                 "live": "now",
                     *                 "via": "native",
                     *                 "source": "https://polycast.example/docs/relay",
                     *                 "evidence": "tested"
                     *               },
                     *               "delete": {
                     *                 "idle": "now",
                     *                 "live": "now",
                     *                 "via": "native",
                     *                 "source": "https://polycast.example/docs/relay",
                     *                 "evidence": "tested"
                     *               },
                     *               "enable": {
                     *                 "idle": "now",
                     *                 "live": "now",
                     *                 "via": "native",
                     *                 "source": "https://polycast.example/docs/relay",
                     *                 "evidence": "tested"
                     *               },
                     *               "disable": {
                     *                 "idle": "now",
                     *                 "live": "now",
                     *                 "via": "native",
                     *                 "source": "https://polycast.example/docs/relay",
                     *                 "evidence": "tested"
                     *               },
                     *               "restart": {
                     *                 "idle": "now",
                     *                 "live": "now",
                     *                 "via": "native",
                     *                 "source": "https://polycast.example/docs/relay",
                     *                 "evidence": "tested"
                     *               },
                     *               "update": {
                     *                 "name": {
                     *                   "idle": "now",
                     *                   "live": "now",
                     *                   "via": "native",
                     *                   "source": "https://polycast.example/docs/relay",
                     *                   "evidence": "tested"
                     *                 },
                     *                 "destination": {
                     *                   "idle": "now",
                     *                   "live": "now",
                     *                   "via": "native",
                     *                   "source": "https://polycast.example/docs/relay",
                     *                   "evidence": "tested"
                     *                 },
                     *                 "rendition": {
                     *                   "idle": "now",
                     *                   "live": "now",
                     *                   "via": "native",
                     *                   "source": "https://polycast.example/docs/relay",
                     *                   "evidence": "tested"
                     *                 }
                     *               }
                     *             },
                     *             "stream": {
                     *               "update": {
                     *                 "idle": "now",
                     *                 "live": "now",
                     *                 "via": "native",
                     *                 "source": "https://polycast.example/docs/relay",
                     *                 "evidence": "tested"
                     *               },
                     *               "enable": {
                     *                 "idle": "now",
                     *                 "live": "now",
                     *                 "via": "native",
                     *                 "source": "https://polycast.example/docs/relay",
                     *                 "evidence": "tested"
                     *               },
                     *               "disable": {
                     *                 "idle": "now",
                     *                 "live": "now",
                     *                 "via": "native",
                     *                 "source": "https://polycast.example/docs/relay",
                     *                 "evidence": "tested"
                     *               },
                     *               "end": {
                     *                 "idle": "now",
                     *                 "live": "now",
                     *                 "via": "native",
                     *                 "source": "https://polycast.example/docs/relay",
                     *                 "evidence": "tested"
                     *               },
                     *               "rotateIngest": {
                     *                 "idle": "now",
                     *                 "live": "now",
                     *                 "via": "native",
                     *                 "source": "https://polycast.example/docs/relay",
                     *                 "evidence": "tested"
                     *               },
                     *               "delete": {
                     *                 "idle": "now",
                     *                 "live": "now",
                     *                 "via": "native",
                     *                 "source": "https://polycast.example/docs/relay",
                     *                 "evidence": "tested"
                     *               }
                     *             },
                     *             "status": {
                     *               "delivery": [
                     *                 "push"
                     *               ],
                     *               "states": [
                     *                 "disabled",
                     *                 "idle",
                     *                 "connecting",
                     *                 "live",
                     *                 "retrying",
                     *                 "failed"
                     *               ],
                     *               "reasons": true
                     *             },
                     *             "limits": {},
                     *             "protocols": [
                     *               "rtmp",
                     *               "rtmps",
                     *               "srt"
                     *             ],
                     *             "constraints": [],
                     *             "renditions": true,
                     *             "readsKeysBack": false,
                     *             "stores": {
                     *               "stream": [
                     *                 "name",
                     *                 "reference"
                     *               ],
                     *               "target": [
                     *                 "name",
                     *                 "reference"
                     *               ]
                     *             }
                     *           },
                     *           "health": {
                     *             "state": "ok",
                     *             "lastSuccessAt": "2026-03-06T19:31:40.002Z"
                     *           }
                     *         }
                     *       ],
                     *       "nextCursor": "MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw"
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Provider"][];
                        /**
                         * @description Present while there are more: send it as `cursor`.
                         * @example MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw
                         */
                        nextCursor?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProvider: {
        parameters: {
            query?: never;
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description The name of an instance in the config. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The provider. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "selfhost",
                     *       "provider": "selfhost",
                     *       "package": "@polycast/selfhost",
                     *       "default": true,
                     *       "capabilities": {
                     *         "target": {
                     *           "create": {
                     *             "idle": "now",
                     *             "live": "now",
                     *             "via": "native",
                     *             "source": "https://polycast.example/docs/relay",
                     *             "evidence": "tested"
                     *           },
                     *           "delete": {
                     *             "idle": "now",
                     *             "live": "now",
                     *             "via": "native",
                     *             "source": "https://polycast.example/docs/relay",
                     *             "evidence": "tested"
                     *           },
                     *           "enable": {
                     *             "idle": "now",
                     *             "live": "now",
                     *             "via": "native",
                     *             "source": "https://polycast.example/docs/relay",
                     *             "evidence": "tested"
                     *           },
                     *           "disable": {
                     *             "idle": "now",
                     *             "live": "now",
                     *             "via": "native",
                     *             "source": "https://polycast.example/docs/relay",
                     *             "evidence": "tested"
                     *           },
                     *           "restart": {
                     *             "idle": "now",
                     *             "live": "now",
                     *             "via": "native",
                     *             "source": "https://polycast.example/docs/relay",
                     *             "evidence": "tested"
                     *           },
                     *           "update": {
                     *             "name": {
                     *               "idle": "now",
                     *               "live": "now",
                     *               "via": "native",
                     *               "source": "https://polycast.example/docs/relay",
                     *               "evidence": "tested"
                     *             },
                     *             "destination": {
                     *               "idle": "now",
                     *               "live": "now",
                     *               "via": "native",
                     *               "source": "https://polycast.example/docs/relay",
                     *               "evidence": "tested"
                     *             },
                     *             "rendition": {
                     *               "idle": "now",
                     *               "live": "now",
                     *               "via": "native",
                     *               "source": "https://polycast.example/docs/relay",
                     *               "evidence": "tested"
                     *             }
                     *           }
                     *         },
                     *         "stream": {
                     *           "update": {
                     *             "idle": "now",
                     *             "live": "now",
                     *             "via": "native",
                     *             "source": "https://polycast.example/docs/relay",
                     *             "evidence": "tested"
                     *           },
                     *           "enable": {
                     *             "idle": "now",
                     *             "live": "now",
                     *             "via": "native",
                     *             "source": "https://polycast.example/docs/relay",
                     *             "evidence": "tested"
                     *           },
                     *           "disable": {
                     *             "idle": "now",
                     *             "live": "now",
                     *             "via": "native",
                     *             "source": "https://polycast.example/docs/relay",
                     *             "evidence": "tested"
                     *           },
                     *           "end": {
                     *             "idle": "now",
                     *             "live": "now",
                     *             "via": "native",
                     *             "source": "https://polycast.example/docs/relay",
                     *             "evidence": "tested"
                     *           },
                     *           "rotateIngest": {
                     *             "idle": "now",
                     *             "live": "now",
                     *             "via": "native",
                     *             "source": "https://polycast.example/docs/relay",
                     *             "evidence": "tested"
                     *           },
                     *           "delete": {
                     *             "idle": "now",
                     *             "live": "now",
                     *             "via": "native",
                     *             "source": "https://polycast.example/docs/relay",
                     *             "evidence": "tested"
                     *           }
                     *         },
                     *         "status": {
                     *           "delivery": [
                     *             "push"
                     *           ],
                     *           "states": [
                     *             "disabled",
                     *             "idle",
                     *             "connecting",
                     *             "live",
                     *             "retrying",
                     *             "failed"
                     *           ],
                     *           "reasons": true
                     *         },
                     *         "limits": {},
                     *         "protocols": [
                     *           "rtmp",
                     *           "rtmps",
                     *           "srt"
                     *         ],
                     *         "constraints": [],
                     *         "renditions": true,
                     *         "readsKeysBack": false,
                     *         "stores": {
                     *           "stream": [
                     *             "name",
                     *             "reference"
                     *           ],
                     *           "target": [
                     *             "name",
                     *             "reference"
                     *           ]
                     *         }
                     *       },
                     *       "health": {
                     *         "state": "ok",
                     *         "lastSuccessAt": "2026-03-06T19:31:40.002Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Provider"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listProviderWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a provider instance in the config. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, without their secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "pwh_0W3nq1zT00Lw4dGv6bJrNe",
                     *           "provider": "mux",
                     *           "url": "https://live.example.com/webhooks/mux",
                     *           "createdAt": "2026-03-01T19:30:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["ProviderWebhook"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    connectProvider: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat: for 24 hours, the same request with the same key is not done again but answered as it was before, with `Idempotent-Replayed: true`. See the introduction. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The name of a provider instance in the config. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "url": "https://live.example.com/webhooks/mux"
                 *     }
                 */
                "application/json": components["schemas"]["ConnectProvider"];
            };
        };
        responses: {
            /** @description The endpoint that the provider was told of. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "pwh_0W3nq1zT00Lw4dGv6bJrNe",
                     *       "provider": "mux",
                     *       "url": "https://live.example.com/webhooks/mux",
                     *       "createdAt": "2026-03-01T19:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ProviderWebhook"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            502: components["responses"]["BadProvider"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    forgetProviderWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `pwh_…` */
                id: string;
                /** @description The name of a provider instance in the config. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is forgotten. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            502: components["responses"]["BadProvider"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listStreams: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                provider?: string;
                reference?: string;
            };
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of streams. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *           "provider": "selfhost",
                     *           "name": "Friday show",
                     *           "enabled": true,
                     *           "status": {
                     *             "state": "live",
                     *             "since": "2026-03-06T19:30:11.900Z",
                     *             "observedAt": "2026-03-06T19:30:11.900Z",
                     *             "source": "relay"
                     *           },
                     *           "session": {
                     *             "id": "ses_0W3nr17v00Jd4hTz9qKsBo",
                     *             "startedAt": "2026-03-06T19:30:11.900Z"
                     *           },
                     *           "targets": [
                     *             {
                     *               "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
                     *               "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *               "provider": "selfhost",
                     *               "name": "Twitch",
                     *               "destination": {
                     *                 "redacted": true,
                     *                 "protocol": "rtmps",
                     *                 "host": "ingest.global-contribute.live-video.net",
                     *                 "preset": "twitch"
                     *               },
                     *               "enabled": true,
                     *               "rendition": "source",
                     *               "status": {
                     *                 "state": "live",
                     *                 "since": "2026-03-06T19:30:12.480Z",
                     *                 "observedAt": "2026-03-06T19:31:40.002Z",
                     *                 "source": "relay",
                     *                 "bitrateBps": 4512000,
                     *                 "bytesSent": 49370112
                     *               },
                     *               "notices": [],
                     *               "reference": "twitch",
                     *               "bindings": [
                     *                 {
                     *                   "provider": "selfhost",
                     *                   "id": "7f3c1d0a-0000-4000-8000-000000000001"
                     *                 }
                     *               ],
                     *               "createdAt": "2026-03-06T19:12:05.000Z"
                     *             }
                     *           ],
                     *           "notices": [],
                     *           "reference": "friday-show",
                     *           "tenantId": "tenant-42",
                     *           "metadata": {
                     *             "room": "studio 2"
                     *           },
                     *           "bindings": [
                     *             {
                     *               "provider": "selfhost",
                     *               "id": "5a9b2e77-0000-4000-8000-000000000001"
                     *             }
                     *           ],
                     *           "createdAt": "2026-03-06T19:12:05.000Z"
                     *         }
                     *       ],
                     *       "nextCursor": "MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw"
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Stream"][];
                        /**
                         * @description Present while there are more: send it as `cursor`.
                         * @example MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw
                         */
                        nextCursor?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    createStream: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat: for 24 hours, the same request with the same key is not done again but answered as it was before, with `Idempotent-Replayed: true`. See the introduction. */
                "Idempotency-Key"?: string;
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Friday show",
                 *       "targets": [
                 *         {
                 *           "name": "Twitch",
                 *           "destination": {
                 *             "preset": "twitch",
                 *             "streamKey": "live_…"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["CreateStream"];
            };
        };
        responses: {
            /** @description The stream, and where the encoder sends to. */
            201: {
                headers: {
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "stream": {
                     *         "id": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *         "provider": "selfhost",
                     *         "name": "Friday show",
                     *         "enabled": true,
                     *         "status": {
                     *           "state": "live",
                     *           "since": "2026-03-06T19:30:11.900Z",
                     *           "observedAt": "2026-03-06T19:30:11.900Z",
                     *           "source": "relay"
                     *         },
                     *         "session": {
                     *           "id": "ses_0W3nr17v00Jd4hTz9qKsBo",
                     *           "startedAt": "2026-03-06T19:30:11.900Z"
                     *         },
                     *         "targets": [
                     *           {
                     *             "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
                     *             "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *             "provider": "selfhost",
                     *             "name": "Twitch",
                     *             "destination": {
                     *               "redacted": true,
                     *               "protocol": "rtmps",
                     *               "host": "ingest.global-contribute.live-video.net",
                     *               "preset": "twitch"
                     *             },
                     *             "enabled": true,
                     *             "rendition": "source",
                     *             "status": {
                     *               "state": "live",
                     *               "since": "2026-03-06T19:30:12.480Z",
                     *               "observedAt": "2026-03-06T19:31:40.002Z",
                     *               "source": "relay",
                     *               "bitrateBps": 4512000,
                     *               "bytesSent": 49370112
                     *             },
                     *             "notices": [],
                     *             "reference": "twitch",
                     *             "bindings": [
                     *               {
                     *                 "provider": "selfhost",
                     *                 "id": "7f3c1d0a-0000-4000-8000-000000000001"
                     *               }
                     *             ],
                     *             "createdAt": "2026-03-06T19:12:05.000Z"
                     *           }
                     *         ],
                     *         "notices": [],
                     *         "reference": "friday-show",
                     *         "tenantId": "tenant-42",
                     *         "metadata": {
                     *           "room": "studio 2"
                     *         },
                     *         "bindings": [
                     *           {
                     *             "provider": "selfhost",
                     *             "id": "5a9b2e77-0000-4000-8000-000000000001"
                     *           }
                     *         ],
                     *         "createdAt": "2026-03-06T19:12:05.000Z"
                     *       },
                     *       "ingest": [
                     *         {
                     *           "protocol": "rtmp",
                     *           "url": "rtmp://live.example.com:1935/live",
                     *           "streamKey": "pk_…"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        ingest: components["schemas"]["Ingest"][];
                        stream: components["schemas"]["Stream"];
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            502: components["responses"]["BadProvider"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    getStream: {
        parameters: {
            query?: never;
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `str_…`, or `<instance>:<id at the provider>` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *       "provider": "selfhost",
                     *       "name": "Friday show",
                     *       "enabled": true,
                     *       "status": {
                     *         "state": "live",
                     *         "since": "2026-03-06T19:30:11.900Z",
                     *         "observedAt": "2026-03-06T19:30:11.900Z",
                     *         "source": "relay"
                     *       },
                     *       "session": {
                     *         "id": "ses_0W3nr17v00Jd4hTz9qKsBo",
                     *         "startedAt": "2026-03-06T19:30:11.900Z"
                     *       },
                     *       "targets": [
                     *         {
                     *           "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
                     *           "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *           "provider": "selfhost",
                     *           "name": "Twitch",
                     *           "destination": {
                     *             "redacted": true,
                     *             "protocol": "rtmps",
                     *             "host": "ingest.global-contribute.live-video.net",
                     *             "preset": "twitch"
                     *           },
                     *           "enabled": true,
                     *           "rendition": "source",
                     *           "status": {
                     *             "state": "live",
                     *             "since": "2026-03-06T19:30:12.480Z",
                     *             "observedAt": "2026-03-06T19:31:40.002Z",
                     *             "source": "relay",
                     *             "bitrateBps": 4512000,
                     *             "bytesSent": 49370112
                     *           },
                     *           "notices": [],
                     *           "reference": "twitch",
                     *           "bindings": [
                     *             {
                     *               "provider": "selfhost",
                     *               "id": "7f3c1d0a-0000-4000-8000-000000000001"
                     *             }
                     *           ],
                     *           "createdAt": "2026-03-06T19:12:05.000Z"
                     *         }
                     *       ],
                     *       "notices": [],
                     *       "reference": "friday-show",
                     *       "tenantId": "tenant-42",
                     *       "metadata": {
                     *         "room": "studio 2"
                     *       },
                     *       "bindings": [
                     *         {
                     *           "provider": "selfhost",
                     *           "id": "5a9b2e77-0000-4000-8000-000000000001"
                     *         }
                     *       ],
                     *       "createdAt": "2026-03-06T19:12:05.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Stream"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteStream: {
        parameters: {
            query?: never;
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `str_…`, or `<instance>:<id at the provider>` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The provider deletes it later. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "pending": {
                     *         "changes": [
                     *           "update"
                     *         ],
                     *         "applies": "stream_idle",
                     *         "since": "2026-03-06T19:40:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        pending: components["schemas"]["Pending"];
                    };
                };
            };
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            502: components["responses"]["BadProvider"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    updateStream: {
        parameters: {
            query?: never;
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `str_…`, or `<instance>:<id at the provider>` */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Friday show"
                 *     }
                 */
                "application/json": components["schemas"]["UpdateStream"];
            };
        };
        responses: {
            /** @description The stream after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *       "provider": "selfhost",
                     *       "name": "Friday show",
                     *       "enabled": true,
                     *       "status": {
                     *         "state": "live",
                     *         "since": "2026-03-06T19:30:11.900Z",
                     *         "observedAt": "2026-03-06T19:30:11.900Z",
                     *         "source": "relay"
                     *       },
                     *       "session": {
                     *         "id": "ses_0W3nr17v00Jd4hTz9qKsBo",
                     *         "startedAt": "2026-03-06T19:30:11.900Z"
                     *       },
                     *       "targets": [
                     *         {
                     *           "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
                     *           "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *           "provider": "selfhost",
                     *           "name": "Twitch",
                     *           "destination": {
                     *             "redacted": true,
                     *             "protocol": "rtmps",
                     *             "host": "ingest.global-contribute.live-video.net",
                     *             "preset": "twitch"
                     *           },
                     *           "enabled": true,
                     *           "rendition": "source",
                     *           "status": {
                     *             "state": "live",
                     *             "since": "2026-03-06T19:30:12.480Z",
                     *             "observedAt": "2026-03-06T19:31:40.002Z",
                     *             "source": "relay",
                     *             "bitrateBps": 4512000,
                     *             "bytesSent": 49370112
                     *           },
                     *           "notices": [],
                     *           "reference": "twitch",
                     *           "bindings": [
                     *             {
                     *               "provider": "selfhost",
                     *               "id": "7f3c1d0a-0000-4000-8000-000000000001"
                     *             }
                     *           ],
                     *           "createdAt": "2026-03-06T19:12:05.000Z"
                     *         }
                     *       ],
                     *       "notices": [],
                     *       "reference": "friday-show",
                     *       "tenantId": "tenant-42",
                     *       "metadata": {
                     *         "room": "studio 2"
                     *       },
                     *       "bindings": [
                     *         {
                     *           "provider": "selfhost",
                     *           "id": "5a9b2e77-0000-4000-8000-000000000001"
                     *         }
                     *       ],
                     *       "createdAt": "2026-03-06T19:12:05.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Stream"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            502: components["responses"]["BadProvider"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listActions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `str_…`, or `<instance>:<id at the provider>` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A decision for every operation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "target.create": {
                     *         "allowed": true,
                     *         "applies": "now",
                     *         "via": "native"
                     *       },
                     *       "target.delete": {
                     *         "allowed": true,
                     *         "applies": "now",
                     *         "via": "native"
                     *       },
                     *       "target.enable": {
                     *         "allowed": true,
                     *         "applies": "now",
                     *         "via": "native"
                     *       },
                     *       "target.disable": {
                     *         "allowed": true,
                     *         "applies": "now",
                     *         "via": "native"
                     *       },
                     *       "target.restart": {
                     *         "allowed": true,
                     *         "applies": "now",
                     *         "via": "native"
                     *       },
                     *       "target.update.name": {
                     *         "allowed": true,
                     *         "applies": "now",
                     *         "via": "native"
                     *       },
                     *       "target.update.destination": {
                     *         "allowed": true,
                     *         "applies": "now",
                     *         "via": "native"
                     *       },
                     *       "target.update.rendition": {
                     *         "allowed": true,
                     *         "applies": "now",
                     *         "via": "native"
                     *       },
                     *       "stream.update": {
                     *         "allowed": true,
                     *         "applies": "now",
                     *         "via": "native"
                     *       },
                     *       "stream.enable": {
                     *         "allowed": true,
                     *         "applies": "now",
                     *         "via": "native"
                     *       },
                     *       "stream.disable": {
                     *         "allowed": true,
                     *         "applies": "now",
                     *         "via": "native"
                     *       },
                     *       "stream.end": {
                     *         "allowed": true,
                     *         "applies": "now",
                     *         "via": "native"
                     *       },
                     *       "stream.rotateIngest": {
                     *         "allowed": true,
                     *         "applies": "now",
                     *         "via": "native"
                     *       },
                     *       "stream.delete": {
                     *         "allowed": true,
                     *         "applies": "now",
                     *         "via": "native"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Actions"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            502: components["responses"]["BadProvider"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    endStream: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat: for 24 hours, the same request with the same key is not done again but answered as it was before, with `Idempotent-Replayed: true`. See the introduction. */
                "Idempotency-Key"?: string;
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `str_…`, or `<instance>:<id at the provider>` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *       "provider": "selfhost",
                     *       "name": "Friday show",
                     *       "enabled": true,
                     *       "status": {
                     *         "state": "live",
                     *         "since": "2026-03-06T19:30:11.900Z",
                     *         "observedAt": "2026-03-06T19:30:11.900Z",
                     *         "source": "relay"
                     *       },
                     *       "session": {
                     *         "id": "ses_0W3nr17v00Jd4hTz9qKsBo",
                     *         "startedAt": "2026-03-06T19:30:11.900Z"
                     *       },
                     *       "targets": [
                     *         {
                     *           "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
                     *           "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *           "provider": "selfhost",
                     *           "name": "Twitch",
                     *           "destination": {
                     *             "redacted": true,
                     *             "protocol": "rtmps",
                     *             "host": "ingest.global-contribute.live-video.net",
                     *             "preset": "twitch"
                     *           },
                     *           "enabled": true,
                     *           "rendition": "source",
                     *           "status": {
                     *             "state": "live",
                     *             "since": "2026-03-06T19:30:12.480Z",
                     *             "observedAt": "2026-03-06T19:31:40.002Z",
                     *             "source": "relay",
                     *             "bitrateBps": 4512000,
                     *             "bytesSent": 49370112
                     *           },
                     *           "notices": [],
                     *           "reference": "twitch",
                     *           "bindings": [
                     *             {
                     *               "provider": "selfhost",
                     *               "id": "7f3c1d0a-0000-4000-8000-000000000001"
                     *             }
                     *           ],
                     *           "createdAt": "2026-03-06T19:12:05.000Z"
                     *         }
                     *       ],
                     *       "notices": [],
                     *       "reference": "friday-show",
                     *       "tenantId": "tenant-42",
                     *       "metadata": {
                     *         "room": "studio 2"
                     *       },
                     *       "bindings": [
                     *         {
                     *           "provider": "selfhost",
                     *           "id": "5a9b2e77-0000-4000-8000-000000000001"
                     *         }
                     *       ],
                     *       "createdAt": "2026-03-06T19:12:05.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Stream"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            502: components["responses"]["BadProvider"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    getIngest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `str_…`, or `<instance>:<id at the provider>` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where the encoder sends to. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "protocol": "rtmp",
                     *           "url": "rtmp://live.example.com:1935/live",
                     *           "streamKey": "pk_…"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Ingest"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            502: components["responses"]["BadProvider"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    rotateIngest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat: for 24 hours, the same request with the same key is not done again but answered as it was before, with `Idempotent-Replayed: true`. See the introduction. */
                "Idempotency-Key"?: string;
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `str_…`, or `<instance>:<id at the provider>` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where the encoder sends to from now on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "protocol": "rtmp",
                     *           "url": "rtmp://live.example.com:1935/live",
                     *           "streamKey": "pk_…"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Ingest"][];
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            502: components["responses"]["BadProvider"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    switchStream: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat: for 24 hours, the same request with the same key is not done again but answered as it was before, with `Idempotent-Replayed: true`. See the introduction. */
                "Idempotency-Key"?: string;
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `str_…`, or `<instance>:<id at the provider>` */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "provider": "mux-us",
                 *       "dryRun": true
                 *     }
                 */
                "application/json": components["schemas"]["SwitchStream"];
            };
        };
        responses: {
            /** @description The plan, and where it was done the stream and its new ingest. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "plan": {
                     *         "from": "selfhost",
                     *         "to": "mux-us",
                     *         "refused": [
                     *           {
                     *             "code": "not_idle",
                     *             "message": "The stream is live: it can be moved to another provider while it is idle.",
                     *             "hint": "Stop the encoder, or end the stream, and wait for `stream.idle`; then repeat it."
                     *           }
                     *         ],
                     *         "created": [
                     *           {
                     *             "targetId": "tgt_0VtyK1cA01q7Zt0hXw3LpB",
                     *             "name": "Twitch"
                     *           }
                     *         ],
                     *         "kept": [
                     *           {
                     *             "what": "stream: id, name, enabled, reference, metadata"
                     *           }
                     *         ],
                     *         "lost": [
                     *           {
                     *             "what": "playback",
                     *             "reason": "its addresses belong to selfhost"
                     *           }
                     *         ],
                     *         "ingest": "new"
                     *       },
                     *       "applied": true,
                     *       "stream": {
                     *         "id": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *         "provider": "selfhost",
                     *         "name": "Friday show",
                     *         "enabled": true,
                     *         "status": {
                     *           "state": "live",
                     *           "since": "2026-03-06T19:30:11.900Z",
                     *           "observedAt": "2026-03-06T19:30:11.900Z",
                     *           "source": "relay"
                     *         },
                     *         "session": {
                     *           "id": "ses_0W3nr17v00Jd4hTz9qKsBo",
                     *           "startedAt": "2026-03-06T19:30:11.900Z"
                     *         },
                     *         "targets": [
                     *           {
                     *             "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
                     *             "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *             "provider": "selfhost",
                     *             "name": "Twitch",
                     *             "destination": {
                     *               "redacted": true,
                     *               "protocol": "rtmps",
                     *               "host": "ingest.global-contribute.live-video.net",
                     *               "preset": "twitch"
                     *             },
                     *             "enabled": true,
                     *             "rendition": "source",
                     *             "status": {
                     *               "state": "live",
                     *               "since": "2026-03-06T19:30:12.480Z",
                     *               "observedAt": "2026-03-06T19:31:40.002Z",
                     *               "source": "relay",
                     *               "bitrateBps": 4512000,
                     *               "bytesSent": 49370112
                     *             },
                     *             "notices": [],
                     *             "reference": "twitch",
                     *             "bindings": [
                     *               {
                     *                 "provider": "selfhost",
                     *                 "id": "7f3c1d0a-0000-4000-8000-000000000001"
                     *               }
                     *             ],
                     *             "createdAt": "2026-03-06T19:12:05.000Z"
                     *           }
                     *         ],
                     *         "notices": [],
                     *         "reference": "friday-show",
                     *         "tenantId": "tenant-42",
                     *         "metadata": {
                     *           "room": "studio 2"
                     *         },
                     *         "bindings": [
                     *           {
                     *             "provider": "selfhost",
                     *             "id": "5a9b2e77-0000-4000-8000-000000000001"
                     *           }
                     *         ],
                     *         "createdAt": "2026-03-06T19:12:05.000Z"
                     *       },
                     *       "ingest": [
                     *         {
                     *           "protocol": "rtmp",
                     *           "url": "rtmp://live.example.com:1935/live",
                     *           "streamKey": "pk_…"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @description Is it done? */
                        applied: boolean;
                        /** @description Where the encoder sends to from now on. */
                        ingest?: components["schemas"]["Ingest"][];
                        plan: components["schemas"]["SwitchPlan"];
                        stream?: components["schemas"]["Stream"];
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            502: components["responses"]["BadProvider"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listTargets: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `str_…`, or `<instance>:<id at the provider>` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the stream's targets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
                     *           "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *           "provider": "selfhost",
                     *           "name": "Twitch",
                     *           "destination": {
                     *             "redacted": true,
                     *             "protocol": "rtmps",
                     *             "host": "ingest.global-contribute.live-video.net",
                     *             "preset": "twitch"
                     *           },
                     *           "enabled": true,
                     *           "rendition": "source",
                     *           "status": {
                     *             "state": "live",
                     *             "since": "2026-03-06T19:30:12.480Z",
                     *             "observedAt": "2026-03-06T19:31:40.002Z",
                     *             "source": "relay",
                     *             "bitrateBps": 4512000,
                     *             "bytesSent": 49370112
                     *           },
                     *           "notices": [],
                     *           "reference": "twitch",
                     *           "bindings": [
                     *             {
                     *               "provider": "selfhost",
                     *               "id": "7f3c1d0a-0000-4000-8000-000000000001"
                     *             }
                     *           ],
                     *           "createdAt": "2026-03-06T19:12:05.000Z"
                     *         }
                     *       ],
                     *       "nextCursor": "MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw"
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Target"][];
                        /**
                         * @description Present while there are more: send it as `cursor`.
                         * @example MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw
                         */
                        nextCursor?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    replaceTargets: {
        parameters: {
            query?: {
                /** @description Delete what is not in the list? Default false. */
                prune?: "true" | "false";
            };
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `str_…`, or `<instance>:<id at the provider>` */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example [
                 *       {
                 *         "reference": "twitch",
                 *         "name": "Twitch",
                 *         "destination": {
                 *           "preset": "twitch",
                 *           "streamKey": "live_…"
                 *         }
                 *       }
                 *     ]
                 */
                "application/json": components["schemas"]["TargetList"];
            };
        };
        responses: {
            /** @description All targets of the stream, oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
                     *           "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *           "provider": "selfhost",
                     *           "name": "Twitch",
                     *           "destination": {
                     *             "redacted": true,
                     *             "protocol": "rtmps",
                     *             "host": "ingest.global-contribute.live-video.net",
                     *             "preset": "twitch"
                     *           },
                     *           "enabled": true,
                     *           "rendition": "source",
                     *           "status": {
                     *             "state": "live",
                     *             "since": "2026-03-06T19:30:12.480Z",
                     *             "observedAt": "2026-03-06T19:31:40.002Z",
                     *             "source": "relay",
                     *             "bitrateBps": 4512000,
                     *             "bytesSent": 49370112
                     *           },
                     *           "notices": [],
                     *           "reference": "twitch",
                     *           "bindings": [
                     *             {
                     *               "provider": "selfhost",
                     *               "id": "7f3c1d0a-0000-4000-8000-000000000001"
                     *             }
                     *           ],
                     *           "createdAt": "2026-03-06T19:12:05.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Target"][];
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            502: components["responses"]["BadProvider"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    createTarget: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat: for 24 hours, the same request with the same key is not done again but answered as it was before, with `Idempotent-Replayed: true`. See the introduction. */
                "Idempotency-Key"?: string;
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `str_…`, or `<instance>:<id at the provider>` */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Twitch",
                 *       "destination": {
                 *         "preset": "twitch",
                 *         "streamKey": "live_…"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CreateTarget"];
            };
        };
        responses: {
            /** @description The target. */
            201: {
                headers: {
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
                     *       "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *       "provider": "selfhost",
                     *       "name": "Twitch",
                     *       "destination": {
                     *         "redacted": true,
                     *         "protocol": "rtmps",
                     *         "host": "ingest.global-contribute.live-video.net",
                     *         "preset": "twitch"
                     *       },
                     *       "enabled": true,
                     *       "rendition": "source",
                     *       "status": {
                     *         "state": "live",
                     *         "since": "2026-03-06T19:30:12.480Z",
                     *         "observedAt": "2026-03-06T19:31:40.002Z",
                     *         "source": "relay",
                     *         "bitrateBps": 4512000,
                     *         "bytesSent": 49370112
                     *       },
                     *       "notices": [],
                     *       "reference": "twitch",
                     *       "bindings": [
                     *         {
                     *           "provider": "selfhost",
                     *           "id": "7f3c1d0a-0000-4000-8000-000000000001"
                     *         }
                     *       ],
                     *       "createdAt": "2026-03-06T19:12:05.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Target"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            502: components["responses"]["BadProvider"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    getTarget: {
        parameters: {
            query?: never;
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `str_…`, or `<instance>:<id at the provider>` */
                id: string;
                /** @description `tgt_…`, or `<instance>:<id at the provider>` */
                targetId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The target. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
                     *       "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *       "provider": "selfhost",
                     *       "name": "Twitch",
                     *       "destination": {
                     *         "redacted": true,
                     *         "protocol": "rtmps",
                     *         "host": "ingest.global-contribute.live-video.net",
                     *         "preset": "twitch"
                     *       },
                     *       "enabled": true,
                     *       "rendition": "source",
                     *       "status": {
                     *         "state": "live",
                     *         "since": "2026-03-06T19:30:12.480Z",
                     *         "observedAt": "2026-03-06T19:31:40.002Z",
                     *         "source": "relay",
                     *         "bitrateBps": 4512000,
                     *         "bytesSent": 49370112
                     *       },
                     *       "notices": [],
                     *       "reference": "twitch",
                     *       "bindings": [
                     *         {
                     *           "provider": "selfhost",
                     *           "id": "7f3c1d0a-0000-4000-8000-000000000001"
                     *         }
                     *       ],
                     *       "createdAt": "2026-03-06T19:12:05.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Target"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteTarget: {
        parameters: {
            query?: never;
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `str_…`, or `<instance>:<id at the provider>` */
                id: string;
                /** @description `tgt_…`, or `<instance>:<id at the provider>` */
                targetId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The provider deletes it later. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "pending": {
                     *         "changes": [
                     *           "update"
                     *         ],
                     *         "applies": "stream_idle",
                     *         "since": "2026-03-06T19:40:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        pending: components["schemas"]["Pending"];
                    };
                };
            };
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            502: components["responses"]["BadProvider"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    updateTarget: {
        parameters: {
            query?: never;
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `str_…`, or `<instance>:<id at the provider>` */
                id: string;
                /** @description `tgt_…`, or `<instance>:<id at the provider>` */
                targetId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled": false
                 *     }
                 */
                "application/json": components["schemas"]["UpdateTarget"];
            };
        };
        responses: {
            /** @description The target after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
                     *       "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *       "provider": "selfhost",
                     *       "name": "Twitch",
                     *       "destination": {
                     *         "redacted": true,
                     *         "protocol": "rtmps",
                     *         "host": "ingest.global-contribute.live-video.net",
                     *         "preset": "twitch"
                     *       },
                     *       "enabled": true,
                     *       "rendition": "source",
                     *       "status": {
                     *         "state": "live",
                     *         "since": "2026-03-06T19:30:12.480Z",
                     *         "observedAt": "2026-03-06T19:31:40.002Z",
                     *         "source": "relay",
                     *         "bitrateBps": 4512000,
                     *         "bytesSent": 49370112
                     *       },
                     *       "notices": [],
                     *       "reference": "twitch",
                     *       "bindings": [
                     *         {
                     *           "provider": "selfhost",
                     *           "id": "7f3c1d0a-0000-4000-8000-000000000001"
                     *         }
                     *       ],
                     *       "createdAt": "2026-03-06T19:12:05.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Target"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            502: components["responses"]["BadProvider"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    restartTarget: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat: for 24 hours, the same request with the same key is not done again but answered as it was before, with `Idempotent-Replayed: true`. See the introduction. */
                "Idempotency-Key"?: string;
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `str_…`, or `<instance>:<id at the provider>` */
                id: string;
                /** @description `tgt_…`, or `<instance>:<id at the provider>` */
                targetId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The target. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
                     *       "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *       "provider": "selfhost",
                     *       "name": "Twitch",
                     *       "destination": {
                     *         "redacted": true,
                     *         "protocol": "rtmps",
                     *         "host": "ingest.global-contribute.live-video.net",
                     *         "preset": "twitch"
                     *       },
                     *       "enabled": true,
                     *       "rendition": "source",
                     *       "status": {
                     *         "state": "live",
                     *         "since": "2026-03-06T19:30:12.480Z",
                     *         "observedAt": "2026-03-06T19:31:40.002Z",
                     *         "source": "relay",
                     *         "bitrateBps": 4512000,
                     *         "bytesSent": 49370112
                     *       },
                     *       "notices": [],
                     *       "reference": "twitch",
                     *       "bindings": [
                     *         {
                     *           "provider": "selfhost",
                     *           "id": "7f3c1d0a-0000-4000-8000-000000000001"
                     *         }
                     *       ],
                     *       "createdAt": "2026-03-06T19:12:05.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Target"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            502: components["responses"]["BadProvider"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    createViewToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat: for 24 hours, the same request with the same key is not done again but answered as it was before, with `Idempotent-Replayed: true`. See the introduction. */
                "Idempotency-Key"?: string;
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `str_…`, or `<instance>:<id at the provider>` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateViewToken"];
            };
        };
        responses: {
            /** @description The token. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": "pcvt_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY",
                     *       "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *       "expiresAt": "2026-03-06T19:40:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ViewToken"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            502: components["responses"]["BadProvider"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    importStreams: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat: for 24 hours, the same request with the same key is not done again but answered as it was before, with `Idempotent-Replayed: true`. See the introduction. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "provider": "mux-us",
                 *       "dryRun": true
                 *     }
                 */
                "application/json": components["schemas"]["ImportStreams"];
            };
        };
        responses: {
            /** @description A page of what the provider has. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "providerId": "aA02skpHXoLrbQm49qIzAG6RtewFOcDEY",
                     *           "name": "Friday show",
                     *           "targets": [],
                     *           "imported": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *           "notices": []
                     *         }
                     *       ],
                     *       "nextCursor": "MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw"
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["ImportedStream"][];
                        /**
                         * @description Present while there are more: send it as `cursor`.
                         * @example MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw
                         */
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            502: components["responses"]["BadProvider"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    findTargets: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                provider?: string;
                state?: "disabled" | "idle" | "connecting" | "live" | "retrying" | "failed" | "unknown";
                streamId?: string;
            };
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of targets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "tgt_0W3nqz4i00Nf7sVw2bYuEa",
                     *           "streamId": "str_0W3nqz4h00Yb2kQx8rLmTc",
                     *           "provider": "selfhost",
                     *           "name": "Twitch",
                     *           "destination": {
                     *             "redacted": true,
                     *             "protocol": "rtmps",
                     *             "host": "ingest.global-contribute.live-video.net",
                     *             "preset": "twitch"
                     *           },
                     *           "enabled": true,
                     *           "rendition": "source",
                     *           "status": {
                     *             "state": "live",
                     *             "since": "2026-03-06T19:30:12.480Z",
                     *             "observedAt": "2026-03-06T19:31:40.002Z",
                     *             "source": "relay",
                     *             "bitrateBps": 4512000,
                     *             "bytesSent": 49370112
                     *           },
                     *           "notices": [],
                     *           "reference": "twitch",
                     *           "bindings": [
                     *             {
                     *               "provider": "selfhost",
                     *               "id": "7f3c1d0a-0000-4000-8000-000000000001"
                     *             }
                     *           ],
                     *           "createdAt": "2026-03-06T19:12:05.000Z"
                     *         }
                     *       ],
                     *       "nextCursor": "MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw"
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Target"][];
                        /**
                         * @description Present while there are more: send it as `cursor`.
                         * @example MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw
                         */
                        nextCursor?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWebhookEndpoints: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of endpoints. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "whe_0W3nq2aB00Hj7tRp5cXyMd",
                     *           "url": "https://example.com/hooks/polycast?token=***",
                     *           "events": [
                     *             "target.retrying",
                     *             "target.failed"
                     *           ],
                     *           "description": "the on-call bot",
                     *           "enabled": true,
                     *           "createdAt": "2026-03-01T19:30:00.000Z",
                     *           "updatedAt": "2026-03-01T19:30:00.000Z"
                     *         }
                     *       ],
                     *       "nextCursor": "MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw"
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["WebhookEndpoint"][];
                        /**
                         * @description Present while there are more: send it as `cursor`.
                         * @example MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw
                         */
                        nextCursor?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    createWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat: for 24 hours, the same request with the same key is not done again but answered as it was before, with `Idempotent-Replayed: true`. See the introduction. */
                "Idempotency-Key"?: string;
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://example.com/hooks/polycast",
                 *       "events": [
                 *         "target.retrying",
                 *         "target.failed"
                 *       ],
                 *       "description": "the on-call bot"
                 *     }
                 */
                "application/json": components["schemas"]["CreateWebhookEndpoint"];
            };
        };
        responses: {
            /** @description The endpoint, with its signing secret. */
            201: {
                headers: {
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "whe_0W3nq2aB00Hj7tRp5cXyMd",
                     *       "url": "https://example.com/hooks/polycast?token=***",
                     *       "events": [
                     *         "target.retrying",
                     *         "target.failed"
                     *       ],
                     *       "description": "the on-call bot",
                     *       "enabled": true,
                     *       "createdAt": "2026-03-01T19:30:00.000Z",
                     *       "updatedAt": "2026-03-01T19:30:00.000Z",
                     *       "secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedWebhookEndpoint"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `whe_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "whe_0W3nq2aB00Hj7tRp5cXyMd",
                     *       "url": "https://example.com/hooks/polycast?token=***",
                     *       "events": [
                     *         "target.retrying",
                     *         "target.failed"
                     *       ],
                     *       "description": "the on-call bot",
                     *       "enabled": true,
                     *       "createdAt": "2026-03-01T19:30:00.000Z",
                     *       "updatedAt": "2026-03-01T19:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `whe_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `whe_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled": false
                 *     }
                 */
                "application/json": components["schemas"]["UpdateWebhookEndpoint"];
            };
        };
        responses: {
            /** @description The endpoint after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "whe_0W3nq2aB00Hj7tRp5cXyMd",
                     *       "url": "https://example.com/hooks/polycast?token=***",
                     *       "events": [
                     *         "target.retrying",
                     *         "target.failed"
                     *       ],
                     *       "description": "the on-call bot",
                     *       "enabled": true,
                     *       "createdAt": "2026-03-01T19:30:00.000Z",
                     *       "updatedAt": "2026-03-01T19:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                state?: "pending" | "succeeded" | "failed" | "canceled";
            };
            header?: {
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `whe_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deliveries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "dlv_0W3nr1900Vb6sKq2mTz8Lw",
                     *           "endpointId": "whe_0W3nq2aB00Hj7tRp5cXyMd",
                     *           "eventId": "evt_0W3nr1900Kx4mQz81sWvT",
                     *           "eventType": "target.retrying",
                     *           "state": "pending",
                     *           "attempts": 1,
                     *           "nextAttemptAt": "2026-03-06T19:30:17.912Z",
                     *           "createdAt": "2026-03-06T19:30:12.480Z",
                     *           "lastStatus": 500,
                     *           "lastError": "http_500",
                     *           "lastDurationMs": 84
                     *         }
                     *       ],
                     *       "nextCursor": "MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw"
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Delivery"][];
                        /**
                         * @description Present while there are more: send it as `cursor`.
                         * @example MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw
                         */
                        nextCursor?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayDeliveries: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat: for 24 hours, the same request with the same key is not done again but answered as it was before, with `Idempotent-Replayed: true`. See the introduction. */
                "Idempotency-Key"?: string;
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `whe_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReplayDeliveries"];
            };
        };
        responses: {
            /** @description How many are sent again. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "replayed": 12
                     *     }
                     */
                    "application/json": {
                        /** @example 12 */
                        replayed: number;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat: for 24 hours, the same request with the same key is not done again but answered as it was before, with `Idempotent-Replayed: true`. See the introduction. */
                "Idempotency-Key"?: string;
                /** @description Narrows a key that is bound to no tenant to this one, for this request. */
                "Polycast-Tenant"?: string;
            };
            path: {
                /** @description `whe_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotateSecret"];
            };
        };
        responses: {
            /** @description The new secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
                     *       "previousExpiresAt": "2026-03-07T19:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["RotatedSecret"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            429: components["responses"]["TooFast"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    receiveWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a provider instance in the config. */
                instance: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "video.live_stream.active",
                 *       "data": {}
                 *     }
                 */
                "application/json": unknown;
            };
        };
        responses: {
            /** @description It is stored. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "received": true
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        received: true;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Unfit"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    receiveEvent: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id, the same in every attempt: deduplicate by it. */
                "webhook-id": string;
                /** @description `v1,…`, with a space between several: HMAC-SHA256 over `<id>.<timestamp>.<body>` in base64. */
                "webhook-signature": string;
                /** @description When this attempt was made, in seconds since 1970. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Event"];
            };
        };
        responses: {
            /** @description Delivered, if answered within 20 seconds. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is disabled, and what is pending for it canceled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Tried again, for about three days; after 429 and 503 no sooner than `Retry-After` says. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
