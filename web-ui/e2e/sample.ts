import type { AddressInfo } from "node:net";
import { startSampleServer } from "./sampleServer";

/** `npm run sample [PORT]`: the built page over the sample results, for looking at it without a coordinator. */
const server = await startSampleServer(Number(process.argv[2] ?? 7073));
console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
