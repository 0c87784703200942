using AsyncAnalyzers.Showcase.Output;

namespace EventLoopLab.Output;

/// <summary>What the lab says, in Korean. A test holds it to be complete, and to say nothing that the lab does not.</summary>
internal static class KoreanTexts
{
    public static Texts All { get; } = new("ko", new Dictionary<string, string>
    {
        // Around the programs.
        ["Claim: {0}"] = "주장: {0}",
        ["flawed"] = "결함 있음",
        ["FAILED {0}, {1}: {2}"] = "실패 {0}, {1}: {2}",
        ["the claim does not hold, see the table at the end"] = "주장이 성립하지 않습니다. 마지막 표를 보세요",
        ["{0} of {1}: {2}, {3}"] = "{1}개 중 {0}번째: {2}, {3}",
        ["{0} of {1} variants did what is claimed, {2} failed, in {3} s."] = "{1}개 변형 중 {0}개가 주장대로 동작했고 {2}개가 실패했습니다({3}초).",
        ["{0} of {1} variants did what is claimed, {4} of them after more than one run, {2} failed, in {3} s."] =
            "{1}개 변형 중 {0}개가 주장대로 동작했고(그중 {4}개는 두 번 이상 실행한 끝에) {2}개가 실패했습니다({3}초).",
        ["Program"] = "프로그램",
        ["Variant"] = "변형",
        ["Measured"] = "측정 항목",
        ["Value"] = "값",
        ["Better"] = "좋은 방향",
        ["Claim holds if"] = "주장 성립 조건",
        ["{0}, run {1}"] = "{0}, {1}번째 실행",
        ["rule and code fix"] = "규칙과 코드 수정",
        ["ok"] = "성립",
        ["MISSED"] = "불성립",
        ["lower"] = "낮을수록",
        ["higher"] = "높을수록",
        ["any"] = "무관",
        ["at least {0}"] = "{0} 이상",
        ["at most {1}"] = "{1} 이하",
        ["exactly {0}"] = "정확히 {0}",
        ["{0} to {1}"] = "{0}부터 {1}까지",
        ["The rule says"] = "규칙이 알리는 내용",
        ["No rule reports this yet: {0}"] = "아직 이것을 알리는 규칙은 없습니다. {0}",
        ["The code fix \"{0}\" writes"] = "코드 수정 \"{0}\"의 결과",
        ["No code fix: {0}. Repaired by hand"] = "코드 수정 없음: {0}. 직접 고친 코드",
        ["No code fix is offered"] = "제공되는 코드 수정이 없습니다",
        ["Repaired by hand"] = "직접 고친 코드",

        // gather
        ["Two coroutines wait for 1 s and for 2 s, as for an answer of a server, and return a text with their name."] =
            "두 코루틴이 서버의 응답을 기다리듯 각각 1초와 2초를 기다린 뒤 자기 이름이 담긴 문자열을 돌려줍니다.",
        ["One after the other they take 3 s, together 2 s, on one thread; the results come in the order of the calls."] =
            "차례로 실행하면 3초, 함께 실행하면 한 스레드에서 2초가 걸립니다. 결과는 호출한 순서대로 나옵니다.",
        ["one after the other"] = "차례로",
        ["together"] = "함께",
        ["fetch twice"] = "두 번 가져오기",
        ["The second call does not need the first one's result, and still waits for it."] =
            "두 번째 호출은 첫 번째 결과가 필요 없는데도 끝나기를 기다립니다.",
        ["time until both are done"] = "둘 다 끝날 때까지의 시간",
        ["results in the order of the calls"] = "호출 순서대로 나온 결과",
        ["threads that ran the coroutines"] = "코루틴을 실행한 스레드",
        ["fetches begun before one is done"] = "하나가 끝나기 전에 시작된 가져오기",
        ["{0:0.00} s: [{1}]"] = "{0:0.00}초: [{1}]",
        ["fetching this page"] = "이 페이지를 가져오는 중",
        ["fetching that page"] = "저 페이지를 가져오는 중",
        ["fetched this page"] = "이 페이지를 가져옴",
        ["fetched that page"] = "저 페이지를 가져옴",

        // spinner
        ["A spinner turns in front of a message while a slow function looks for the answer; then it wipes its line."] =
            "느린 함수가 답을 찾는 동안 메시지 앞에서 스피너가 돌고, 답이 나오면 그 줄을 지웁니다.",
        ["It turns about 30 times in 3 s, unless the slow function blocks the loop: then never. A thread and a process need a "
            + "message to end; a coroutine is cancelled at its await, and at once, if the await was given the token."] =
            "스피너는 3초 동안 30번쯤 돕니다. 느린 함수가 이벤트 루프를 막으면 한 번도 돌지 않습니다. 스레드와 프로세스를 끝내려면 메시지가 필요하지만, "
            + "코루틴은 await 지점에서, 그 await이 토큰을 받았다면 곧바로 취소됩니다.",
        ["by a thread"] = "스레드로",
        ["by a process"] = "프로세스로",
        ["by a coroutine"] = "코루틴으로",
        ["frozen"] = "멈춤",
        ["The slow function sleeps on the thread of the loop. The spinner is cancelled before it has begun."] =
            "느린 함수가 이벤트 루프의 스레드에서 잠듭니다. 스피너는 시작도 하기 전에 취소됩니다.",
        ["deaf"] = "못 들음",
        ["The await of the spinner was not given the token: it turns on after its cancellation, until it is broken off."] =
            "스피너의 await이 토큰을 받지 못했습니다. 취소된 뒤에도 강제로 멈출 때까지 계속 돕니다.",
        ["from Cancel to the end of the spinner"] = "Cancel부터 스피너가 끝날 때까지",
        ["turns after Cancel"] = "Cancel 뒤의 회전 수",
        ["turns"] = "회전 수",
        ["answer"] = "답",
        ["cancellations caught at an await"] = "await에서 잡은 취소",
        ["longest pause of the loop"] = "이벤트 루프의 가장 긴 멈춤",
        ["the signal was heard and the process ended by itself"] = "신호를 받고 스스로 끝난 프로세스",
        ["the thread before its start: {0}"] = "시작 전의 스레드: {0}",
        ["the process before its start: its parent will be {0}"] = "시작 전의 프로세스: 부모는 {0}",
        ["the process turns: {0}"] = "스피너를 돌리는 프로세스: {0}",
        ["the signal: {0}"] = "신호: {0}",
        ["the task after its start: {0}"] = "시작한 뒤의 태스크: {0}",
        ["the task at the end: {0}"] = "끝났을 때의 태스크: {0}",
        ["(the spinner never appears)"] = "(스피너가 나타나지 않음)",
        ["{0} thinking!"] = "{0} 생각 중!",
        ["the answer: {0}"] = "답: {0}",

        // dishes
        ["One washes four dishes and puts them on a queue, others take them from it and dry them. When the queue is empty "
            + "and all is dry, the program ends."] =
            "한 사람이 그릇 네 개를 씻어 큐에 올리고, 다른 사람들이 꺼내어 말립니다. 큐가 비고 모두 마르면 프로그램이 끝납니다.",
        ["All dishes are washed and dried. By threads that wait on the queue for ever, the program never ends; there are "
            + "three ways to end it."] =
            "모든 그릇을 씻고 말립니다. 스레드가 큐에서 끝없이 기다리면 프로그램은 영영 끝나지 않으며, 끝내는 방법은 세 가지입니다.",
        ["by threads"] = "스레드로",
        ["threads, sentinel"] = "스레드, 끝 표시 값",
        ["threads, completed queue"] = "스레드, 큐 완료",
        ["threads, in the background"] = "백그라운드 스레드",
        ["by coroutines"] = "코루틴으로",
        ["The dryers are foreground threads and wait for a dish that never comes. They keep the process alive, and nothing "
            + "can end a thread from outside."] =
            "말리는 쪽은 포그라운드 스레드이고, 오지 않을 그릇을 기다립니다. 그래서 프로세스가 계속 살아 있으며, 밖에서 스레드를 끝낼 방법은 없습니다.",
        ["what a queue is given, and whether anybody completes it, is not looked at"] =
            "큐에 무엇이 들어가는지, 누가 큐를 완료하는지는 살펴보지 않습니다",
        ["the dryer ended"] = "말리는 프로세스가 끝남",
        ["the program ended"] = "프로그램이 끝남",
        ["dishes washed"] = "씻은 그릇",
        ["dishes dried"] = "말린 그릇",
        ["dried after they were washed"] = "씻은 뒤에 말린 그릇",
        ["dried in the order of washing"] = "씻은 순서대로 말린 그릇",
        ["washed the salad bowl"] = "샐러드 그릇을 씻음",
        ["washed the rice bowl"] = "밥그릇을 씻음",
        ["washed the side plate"] = "반찬 접시를 씻음",
        ["washed the fruit plate"] = "과일 접시를 씻음",
        ["dried the salad bowl"] = "샐러드 그릇을 말림",
        ["dried the rice bowl"] = "밥그릇을 말림",
        ["dried the side plate"] = "반찬 접시를 말림",
        ["dried the fruit plate"] = "과일 접시를 말림",
        ["all dishes are dry"] = "모든 그릇이 말랐음",
        ["(it ended before all was dry)"] = "(다 마르기 전에 끝났음)",
        ["the program ends"] = "프로그램이 끝남",
        ["the program still runs {0} s later, and is killed"] = "{0}초 뒤에도 프로그램이 실행 중이라 강제로 끝냄",

        // offload
        ["A coroutine needs the result of a function that blocks its thread for 1 s."] =
            "코루틴에 1초 동안 스레드를 막는 함수의 결과가 필요합니다.",
        ["Called on the loop it stops everything for 1 s. Handed to another thread and awaited, the loop goes on; so it does "
            + "where nothing blocks."] =
            "이벤트 루프에서 호출하면 1초 동안 모든 것이 멈춥니다. 다른 스레드에 맡기고 기다리면 루프는 계속 돌고, 막는 곳이 아예 없어도 마찬가지입니다.",
        ["called on the loop"] = "루프에서 호출",
        ["awaited all the way"] = "끝까지 await",
        ["Task.Run"] = "Task.Run",
        ["a dedicated thread"] = "전용 스레드",
        ["The coroutine calls a method that sleeps, on the thread of the loop."] = "코루틴이 이벤트 루프의 스레드에서 잠드는 메서드를 호출합니다.",
        ["heartbeats"] = "심장 박동 수",
        ["the result: {0}; the heart of the loop beat {1} times meanwhile"] = "결과: {0}. 그동안 이벤트 루프의 심장이 {1}번 뛰었음",

        // shared-counter
        ["Four threads, or a hundred coroutines of one loop, add 1 to a number that they share, over and over."] =
            "스레드 네 개 또는 한 이벤트 루프의 코루틴 백 개가 공유하는 수에 1을 거듭 더합니다.",
        ["Threads without a lock lose additions; with a lock or an interlocked addition none is lost. Coroutines of one loop "
            + "need no lock between two awaits, and one across an await."] =
            "락이 없는 스레드는 덧셈을 잃어버리고, 락이나 Interlocked를 쓰면 하나도 잃지 않습니다. 한 이벤트 루프의 코루틴은 두 await 사이에서는 "
            + "락이 필요 없지만, await를 가로지를 때는 필요합니다.",
        ["threads without a lock"] = "락 없는 스레드",
        ["threads with a lock"] = "락을 쓰는 스레드",
        ["threads, Interlocked"] = "스레드, Interlocked",
        ["coroutines, between awaits"] = "코루틴, await 사이",
        ["coroutines, across an await"] = "코루틴, await를 가로질러",
        ["coroutines, a lock that is awaited"] = "코루틴, await하는 락",
        ["'counter++' reads, adds and writes; two threads that read the same number write the same sum."] =
            "'counter++'는 읽고, 더하고, 씁니다. 같은 수를 읽은 두 스레드는 같은 합을 씁니다.",
        ["Between the read and the write each coroutine lets the others run."] = "각 코루틴은 읽기와 쓰기 사이에 다른 코루틴에게 실행을 넘깁니다.",
        ["additions lost"] = "잃어버린 덧셈",
        ["{0:#,0} of {1:#,0}"] = "{1:#,0} 중 {0:#,0}",

        // cpu-bound
        ["The primes below 2,000,000 are counted by trial division."] = "2,000,000보다 작은 소수를 나눗셈으로 하나씩 확인해 셉니다.",
        ["There is no global interpreter lock here: threads scale with the cores, as processes do. On the loop the search "
            + "stops everything."] =
            "여기에는 전역 인터프리터 락(GIL)이 없습니다. 스레드도 프로세스처럼 코어 수만큼 빨라집니다. 이벤트 루프에서 계산하면 모든 것이 멈춥니다.",
        ["one thread"] = "스레드 하나",
        ["threads"] = "스레드",
        ["processes"] = "프로세스",
        ["one thread, SIMD"] = "스레드 하나, SIMD",
        ["on the loop"] = "루프에서",
        ["off the loop"] = "루프 밖에서",
        ["The coroutine computes on the thread of the loop and awaits nothing meanwhile."] =
            "코루틴이 이벤트 루프의 스레드에서 계산하며 그동안 아무것도 await하지 않습니다.",
        ["primes"] = "소수",
        ["time"] = "시간",
        ["workers that compute at the same moment"] = "같은 순간에 계산하는 작업자",
        ["times as fast as one thread"] = "스레드 하나와 비교한 속도(배)",
        ["times as little CPU time as without"] = "SIMD 없이 쓴 CPU 시간과의 비(배)",
        ["{0} divisors at a time"] = "한 번에 나눗수 {0}개",
        ["{0:#,0} primes"] = "소수 {0:#,0}개",

        // make-request
        ["Three tasks each need the CPU to set a request up, wait for its answer, and need the CPU again for what it says."] =
            "세 태스크가 각각 CPU로 요청을 준비하고, 응답을 기다린 뒤, 다시 CPU로 응답을 처리합니다.",
        ["On one loop the waits overlap, the CPU parts do not. On the pool both do, as far as there are cores."] =
            "한 이벤트 루프에서는 기다림은 겹치지만 CPU 부분은 겹치지 않습니다. 스레드 풀에서는 코어가 있는 만큼 둘 다 겹칩니다.",
        ["together on one loop"] = "한 루프에서 함께",
        ["together, CPU parts on the pool"] = "함께, CPU 부분은 스레드 풀에서",
        ["time until all are done"] = "모두 끝날 때까지의 시간",
        ["CPU parts at the same time"] = "동시에 진행된 CPU 부분",
        ["waits at the same time"] = "동시에 진행된 기다림",
        ["       # computes  - waits for the answer  . waits for its turn"] = "       # 계산  - 응답을 기다림  . 차례를 기다림",

        // lookup
        ["Four host names are looked up by a name server of the lab's own on loopback. It answers three of them after 0.2, "
            + "0.3 and 0.4 s, and one never."] =
            "루프백에 띄운 실험실 자체의 이름 서버에서 호스트 이름 네 개를 조회합니다. 셋에는 0.2초, 0.3초, 0.4초 뒤에 답하고 하나에는 답하지 않습니다.",
        ["Together, three look-ups take the time of the slowest; the one that is not answered is null after the time-out."] =
            "함께 조회하면 세 조회에 가장 느린 것만큼의 시간이 걸립니다. 답이 없는 조회는 시간 제한이 지나면 null이 됩니다.",
        ["blocking, one after another"] = "막으면서 차례로",
        ["awaited, one after another"] = "await하며 차례로",
        ["a thread each"] = "이름마다 스레드 하나",
        ["coroutines, one time-out for all"] = "코루틴, 공통 시간 제한",
        ["The coroutine calls the look-up that blocks: the loop stands still through each of them."] =
            "코루틴이 스레드를 막는 조회를 호출합니다. 조회할 때마다 이벤트 루프가 멈춰 섭니다.",
        ["time until three are answered"] = "셋의 답이 올 때까지의 시간",
        ["time until all are over"] = "모두 끝날 때까지의 시간(시간 제한 포함)",
        ["answers"] = "받은 답",
        ["null after the time-out"] = "시간 제한 뒤 null",
        ["{0} is {1} after {2:0.0} s"] = "{0}: {1} ({2:0.0}초 뒤)",

        // workers
        ["Four workers are given a number, say who they are, and add 1 to the same counter."] =
            "작업자 넷이 번호를 받아 자기를 소개하고 같은 카운터에 1을 더합니다.",
        ["Processes have a memory of their own: each counts to 1. Threads share theirs: they count to 4, or to less when two "
            + "of them meet."] =
            "프로세스는 저마다 메모리가 따로 있어 각자 1까지만 셉니다. 스레드는 메모리를 공유하므로 4까지 세고, 둘이 부딪치면 그보다 적게 셉니다.",
        ["four processes"] = "프로세스 넷",
        ["four threads"] = "스레드 넷",
        ["four threads, a plain addition"] = "스레드 넷, 평범한 덧셈",
        ["The addition reads and writes; two workers that meet between the two are counted once."] =
            "덧셈은 읽고 나서 씁니다. 그 사이에 부딪친 두 작업자는 한 번만 세어집니다.",
        ["processes, this one included"] = "프로세스(이 프로세스 포함)",
        ["the counter at the end"] = "마지막 카운터 값",
        ["all counters together"] = "모든 카운터의 합",
        ["worker {0}: process {1} counts {2}"] = "작업자 {0}: 프로세스 {1}이(가) {2}까지 셈",
        ["worker {0}: thread {1} in process {2}"] = "작업자 {0}: 프로세스 {2}의 스레드 {1}",

        // eager
        ["A coroutine speaks before and after its first await, and its caller speaks after the call."] =
            "코루틴은 첫 await 앞뒤에서 말하고, 호출한 쪽은 호출 다음에 말합니다.",
        ["Called, a coroutine of C# runs at once up to its first await; scheduled, it begins after its caller has let go. "
            + "Called and forgotten, it runs all the same, and nobody hears that it failed."] =
            "C#의 코루틴은 호출하면 첫 await까지 바로 실행되고, 예약하면 호출한 쪽이 실행을 넘긴 뒤에 시작합니다. 호출하고 잊어버려도 "
            + "실행은 되지만, 실패해도 아무도 알지 못합니다.",
        ["called"] = "호출",
        ["scheduled"] = "예약",
        ["called and forgotten"] = "호출하고 잊음",
        ["called and awaited"] = "호출하고 await",
        ["The task is dropped: its failure sits in it, and the program goes on as if all were well."] =
            "태스크를 버렸습니다. 실패는 그 안에 묻히고, 프로그램은 아무 일 없었다는 듯이 계속됩니다.",
        ["lines in the order that is claimed"] = "주장한 순서대로 나온 줄",
        ["lines of the coroutine"] = "코루틴이 남긴 줄",
        ["failures heard of"] = "알게 된 실패",
        ["the caller goes on"] = "호출한 쪽이 계속함",
        ["the coroutine has begun"] = "코루틴이 시작됨",
        ["the coroutine goes on after its await"] = "코루틴이 await 뒤를 이어서 실행함",
        ["(the coroutine has failed, and nobody heard of it)"] = "(코루틴이 실패했지만 아무도 알지 못함)",
        ["(the coroutine has failed, and its caller heard of it)"] = "(코루틴이 실패했고 호출한 쪽이 알게 됨)",

        // task-group
        ["Two workers need 0.8 s. Two others fail after 0.1 s."] = "작업자 둘은 0.8초가 걸리고, 다른 둘은 0.1초 뒤에 실패합니다.",
        ["A group waits for all of its tasks, cancels the rest when one fails, and reports every failure: no task is left "
            + "running. One by one, tasks are left running and failures are lost."] =
            "그룹은 모든 태스크를 기다리고, 하나가 실패하면 나머지를 취소하며, 모든 실패를 알립니다. 그래서 실행 중인 채 남는 태스크가 없습니다. "
            + "하나씩 기다리면 태스크가 실행 중인 채 남고 실패를 잃어버립니다.",
        ["one by one"] = "하나씩",
        ["a group"] = "그룹",
        ["a group in which nobody fails"] = "아무도 실패하지 않는 그룹",
        ["The first await that fails leaves the method, and the tasks behind it to themselves."] =
            "처음 실패한 await에서 메서드를 빠져나가며, 뒤에 있는 태스크들은 방치됩니다.",
        ["every task is awaited; that an earlier await may leave the method first is not looked at"] =
            "모든 태스크를 await하기는 합니다. 앞의 await에서 먼저 메서드를 빠져나갈 수 있다는 점은 살펴보지 않습니다",
        ["tasks left running"] = "실행 중인 채 남은 태스크",
        ["failures reported, of 2"] = "2개 중 보고된 실패",
        ["time until the group is over"] = "그룹이 끝날 때까지의 시간",
        ["workers done"] = "일을 마친 작업자",
        ["{0} failures reported, {1} tasks still run"] = "보고된 실패 {0}개, 아직 실행 중인 태스크 {1}개",
        ["{0}: cancelled"] = "{0}: 취소됨",
        ["{0}: done"] = "{0}: 마침",
        ["{0}: failed"] = "{0}: 실패함",

        // introspect
        ["Coroutines, a thread and a process are asked for their state: before their start, while they wait, and at their end."] =
            "코루틴, 스레드, 프로세스에 상태를 묻습니다. 시작하기 전, 기다리는 동안, 그리고 끝났을 때입니다.",
        ["A task tells whether it waits, what it has returned, how it failed or that it was cancelled, and its coroutine "
            + "where it waits. A thread tells that it waits and that it has ended, but not with what."] =
            "태스크는 기다리는지, 무엇을 돌려주었는지, 어떻게 실패했는지, 취소되었는지를 알려 주고, 코루틴은 어디에서 기다리는지 알려 줍니다. "
            + "스레드는 기다린다는 것과 끝났다는 것은 알려 주지만, 무엇으로 끝났는지는 알려 주지 않습니다.",
        ["coroutines"] = "코루틴",
        ["a thread"] = "스레드",
        ["a process"] = "프로세스",
        ["coroutines that tell where they wait"] = "어디서 기다리는지 알려 준 코루틴",
        ["different ends told"] = "서로 다른 끝의 종류",
        ["states as they should be"] = "예상대로인 상태",
        ["exit code"] = "종료 코드",
        ["task '{0}': {1}, result '{2}'"] = "태스크 '{0}': {1}, 결과 '{2}'",
        ["task '{0}': {1}, failure '{2}'"] = "태스크 '{0}': {1}, 실패 '{2}'",
        ["task '{0}': {1}, at line {2}"] = "태스크 '{0}': {1}, {2}번째 줄에서",
        ["task '{0}': {1}, waits for {2} at line {3}"] = "태스크 '{0}': {1}, {3}번째 줄에서 {2} 대기 중",
        ["thread '{0}': {1}"] = "스레드 '{0}': {1}",
        ["process {0}: runs, {1} threads"] = "프로세스 {0}: 실행 중, 스레드 {1}개",
        ["process {0}: has ended with {1}"] = "프로세스 {0}: 종료 코드 {1}(으)로 끝남",

        // pool-shutdown
        ["A program hands 12 jobs to a pool of threads and ends."] = "프로그램이 스레드 풀에 작업 12개를 맡기고 끝납니다.",
        ["With the default pool left running, the process ends before its work; when the pool is shut down and drained, or "
            + "its tasks are awaited, no work is lost."] =
            "기본 스레드 풀을 그대로 두면 작업이 끝나기 전에 프로세스가 끝납니다. 풀을 닫고 남은 작업을 모두 처리하거나 태스크를 await하면 "
            + "작업을 하나도 잃지 않습니다.",
        ["left running"] = "그대로 둠",
        ["awaited"] = "await",
        ["a pool of one's own, drained"] = "직접 만든 풀, 모두 처리",
        ["The threads of the default pool are background threads: nobody waits for what they were given."] =
            "기본 스레드 풀의 스레드는 백그라운드 스레드입니다. 맡긴 작업을 아무도 기다려 주지 않습니다.",
        ["jobs lost"] = "잃어버린 작업",
        ["main came to its end"] = "끝까지 실행된 main",
        ["done {0}"] = "작업 {0} 마침",
        ["main is over"] = "main이 끝남",

        // contention
        ["A number is counted up under one lock, by one thread and by sixteen; then ten thousand threads, and ten thousand "
            + "tasks, wait for one signal."] =
            "락 하나 아래에서 스레드 하나와 열여섯이 수를 세어 올립니다. 그다음 스레드 만 개와 태스크 만 개가 신호 하나를 기다립니다.",
        ["Threads that share one lock take turns: they wait for it, and no addition needs less of the CPU. A waiting thread "
            + "costs a stack and context switches, a waiting task neither."] =
            "락 하나를 공유하는 스레드는 번갈아 실행됩니다. 락을 기다려야 하고, 덧셈 하나에 드는 CPU 시간은 줄지 않습니다. 기다리는 스레드에는 "
            + "스택과 컨텍스트 스위치가 들지만, 기다리는 태스크에는 둘 다 들지 않습니다.",
        ["one thread over a lock"] = "락 하나에 스레드 하나",
        ["sixteen threads over a lock"] = "락 하나에 스레드 열여섯",
        ["10,000 waiting threads"] = "기다리는 스레드 10,000개",
        ["10,000 waiting tasks"] = "기다리는 태스크 10,000개",
        ["A thread that only waits keeps its stack, and the system switches to it and away from it."] =
            "기다리기만 하는 스레드도 스택을 차지하며, 운영 체제는 그 스레드로 전환했다가 다시 빠져나옵니다.",
        ["how many threads a program starts is not known before it runs"] = "프로그램이 스레드를 몇 개 시작할지는 실행하기 전에는 알 수 없습니다",
        ["time of all additions"] = "모든 덧셈에 걸린 시간",
        ["CPU time of an addition"] = "덧셈 하나의 CPU 시간",
        ["waits for the lock"] = "락을 기다린 횟수",
        ["context switches"] = "컨텍스트 스위치",
        ["memory of each"] = "하나당 메모리",
        ["context switches of each"] = "하나당 컨텍스트 스위치",
        ["waiters"] = "기다린 개수",
        ["{0:#,0} additions in {1:0} ms; {2:#,0} of them had to wait for the lock"] = "덧셈 {0:#,0}번에 {1:0} ms. 그중 {2:#,0}번은 락을 기다림",
        ["{0:#,0} of them waited, with {1:0.0} MB"] = "{0:#,0}개가 기다렸고 메모리 {1:0.0} MB를 썼음",

        // The report.
        ["The event-loop lab"] = "이벤트 루프 실험실",
        ["Small programs that teach concurrency, in several variants each, and what is measured of them. "
            + "The timelines are drawn from the events that the programs and the runtime wrote while they ran; all variants share one time axis."] =
            "동시성을 가르치는 작은 프로그램들의 여러 변형과 그 측정값입니다. 타임라인은 프로그램과 런타임이 실행 중에 남긴 이벤트로 그렸으며, "
            + "모든 변형은 하나의 시간 축을 씁니다.",
        ["It was not run, so there is no timeline."] = "실행하지 않았으므로 타임라인이 없습니다.",
        ["The report: {0}"] = "보고서: {0}",
        ["{0} events were too many to be recorded: the timelines may lack a part of what happened."] =
            "이벤트가 너무 많아 {0}개는 기록하지 못했습니다. 타임라인에 일어난 일의 일부가 빠져 있을 수 있습니다.",
        ["Result"] = "결과",
        ["Index"] = "차례",
        ["passed"] = "통과",
        ["failed"] = "실패",
        ["The flagged code"] = "지적된 코드",
        ["Timeline"] = "타임라인",
        ["to the index"] = "차례로",
        ["What is not as it should be"] = "기대와 다른 점",
        ["Point at a bar, or move between the bars with the arrow keys, to read its times."] =
            "막대를 가리키거나 화살표 키로 막대 사이를 옮겨 다니면 시간을 읽을 수 있습니다.",
        ["The timeline in words"] = "글로 읽는 타임라인",
        ["the difference line by line"] = "줄 단위 차이",
        ["removed"] = "삭제",
        ["added"] = "추가",
        ["running"] = "실행 중",
        ["waiting, free"] = "대기, 비어 있음",
        ["blocked"] = "블로킹됨",
        ["{0} for {1}, from {2} to {3}"] = "{0} {1} 동안({2}부터 {3}까지)",
        ["stood still for {0}"] = "{0} 동안 멈춤",
        ["longest pause {0}"] = "가장 긴 멈춤 {0}",
        ["and {0} more threads"] = "그 밖의 스레드 {0}개",
        ["{0} took {1}."] = "{0}: {1} 걸렸습니다.",
        ["{0}: {1} running, {2} blocked."] = "{0}: 실행 {1}, 블로킹 {2}.",
        ["The longest pause of the event loop was {0}."] = "이벤트 루프의 가장 긴 멈춤은 {0}였습니다.",
        ["Nothing was recorded: it was over before a thread could be seen at work."] =
            "기록된 것이 없습니다. 스레드가 일하는 모습을 보기도 전에 끝났습니다.",
        ["heartbeat"] = "심장 박동",
        ["{0} heartbeats"] = "심장 박동 {0}번",
        ["await"] = "await 지점",
        ["{0} awaits"] = "await {0}번",
        ["continuation posted"] = "후속 작업 등록",
        ["{0} continuations posted"] = "후속 작업 {0}개 등록",
        ["lock taken"] = "락 획득",
        ["locks taken {0} times"] = "락 획득 {0}번",
        ["lock released"] = "락 해제",
        ["locks released {0} times"] = "락 해제 {0}번",
        ["cancellation"] = "취소",
        ["{0} cancellations"] = "취소 {0}번",
    });
}
