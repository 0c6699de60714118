// The client under test: a program that reads commands and writes reports, one JSON object a line.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Starts a program.
 *
 * @param command the program and its arguments
 * @returns {tell(command), on(listener), end()}: `on` sets who gets each report; the program's end is the report
 *     {say: "exited"}
 */
export function startClient([program, ...parameters]) {
  const child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'inherit'] });
  let listener = () => {};
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  ended.then((code) => listener({ say: 'exited', code }));
  child.stdin.on('error', () => {});
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) listener(JSON.parse(line));
  });
  return {
    tell: (command) => child.stdin.write(`${JSON.stringify(command)}\n`),
    on: (next) => (listener = next),
    async end() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill(), 5000);
      await ended;
      clearTimeout(timer);
    },
  };
}
