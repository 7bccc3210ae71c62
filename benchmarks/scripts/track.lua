-- wrk: read the status of dossiers drawn at random.
local codes = {@TRACKED_LUA@}
local thread_number = 0
function setup(thread)
  thread:set("number", thread_number)
  thread_number = thread_number + 1
end
function init()
  math.randomseed(os.time() + number * 7919)
end
function request()
  return wrk.format("GET", "/api/v1/dossiers/" .. codes[math.random(1, #codes)])
end
