/** What the storage server does with a request. */
export type FakeServer = (request: FakeXhr) => void;

/** Stands in for `XMLHttpRequest`: the test decides what happens to each request. */
export class FakeXhr {
  static server: FakeServer = (request) => request.answer(200, '{"storageId":"stored"}');

  readonly upload: { onprogress: ((event: { loaded: number }) => void) | null } = { onprogress: null };
  readonly headers = new Map<string, string>();
  method = "";
  url = "";
  body: Blob | undefined;
  status = 0;
  responseText = "";
  timeout = 0;
  aborted = false;
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  ontimeout: (() => void) | null = null;
  onabort: (() => void) | null = null;
  onloadend: (() => void) | null = null;

  open(method: string, url: string): void {
    this.method = method;
    this.url = url;
  }

  setRequestHeader(name: string, value: string): void {
    this.headers.set(name, value);
  }

  send(body: Blob): void {
    this.body = body;
    FakeXhr.server(this);
  }

  answer(status: number, text: string): void {
    this.status = status;
    this.responseText = text;
    this.onload?.();
    this.onloadend?.();
  }

  abort(): void {
    this.aborted = true;
    this.onabort?.();
    this.onloadend?.();
  }
}
