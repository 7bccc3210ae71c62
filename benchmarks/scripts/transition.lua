-- wrk: dossiers go to and fro between the specialist and the head, each thread its own ones in turn.
local codes = {@POOL@}
local versions = {@VERSIONS@}
local proposed = {@PROPOSED@}
local threads = @THREADS@
local thread_number = 0
function setup(thread)
  thread:set("number", thread_number)
  thread_number = thread_number + 1
end
function init()
  at = number + 1 - threads
end
local looked = false
function request()
  if number == 0 and not looked then -- wrk looks at one request of the first thread and sends it nowhere
    looked = true
    return wrk.format("GET", "/")
  end
  at = at + threads
  if at > #codes then at = number + 1 end
  local code, version = codes[at], versions[at]
  local body, token
  if proposed[at] then
    token = "@HEAD@"
    body = '{"action": "send_back", "reason": "Xem lại", "expected_version": ' .. version .. '}'
  else
    token = "@SPECIALIST@"
    body = '{"action": "resolve", "proposal": @PROPOSAL@, "expected_version": ' .. version .. '}'
  end
  versions[at], proposed[at] = version + 1, not proposed[at]
  local headers = {
    ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json",
    ["Idempotency-Key"] = code .. "-" .. version
  }
  return wrk.format("POST", "/api/v1/dossiers/" .. code .. "/acts", headers, body)
end
