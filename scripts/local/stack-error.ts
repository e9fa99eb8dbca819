/**
 * An error the person who typed the command can do something about: one sentence, one cure and a
 * stable slug to search for. Everything else that is thrown is a defect and keeps its stack trace.
 */
export class StackError extends Error {
  override readonly name = "StackError";
  readonly slug: string;
  readonly cure: string;

  constructor(slug: string, message: string, cure: string, options?: ErrorOptions) {
    super(message, options);
    this.slug = slug;
    this.cure = cure;
  }

  /** `Cannot start: port 54321 is taken. Choose another with --port [port_taken]` */
  toLine(): string {
    return `${this.message}. ${this.cure} [${this.slug}]`;
  }
}
