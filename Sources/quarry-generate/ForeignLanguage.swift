/// A language other than English in which some members write.
struct ForeignLanguage {
    /// Each with what stands before it.
    let words: Pieces
    let end: StaticString

    static let all = [german, russian, chinese]

    private static let german = ForeignLanguage(
        words: Pieces(
            English.words(
                """
                ich die das der und ist nicht es wir auf mit ein habe aber bei noch auch eine wie mal schon für den hier
                läuft Server Datenbank Abfrage Fehler Verbindung Index funktioniert über Größe Speicher warum seit gestern
                Sicherung größer Schlüssel Tabelle wieder Rechner vielleicht müsste können Änderung Zugriff Zeitüberschreitung
                Wiederherstellung Berechtigung Datenbankverbindung Konfigurationsdatei natürlich außerdem weiß gemäß
                """
            ).map { " " + $0 }),
        end: ".")

    private static let russian = ForeignLanguage(
        words: Pieces(
            English.words(
                """
                и в не на я что это с у как но по мы он уже если так тоже можно нужно сервер запрос база индекс ошибка
                таблица почему после версия работает данные обновления подключение память быстро медленно настройки
                репликация резервная копия спасибо попробуйте проверил логи контейнер пользователь
                """
            ).map { " " + $0 }),
        end: ".")

    private static let chinese = ForeignLanguage(
        words: Pieces(
            English.words(
                """
                的 我 是 了 在 不 这个 有 我们 数据库 查询 索引 怎么 为什么 可以 服务器 连接 错误 问题 表 慢 备份 版本 升级 之后 内存
                超时 配置 集群 节点 请问 谢谢 已经 试过 重启 日志 文件 向量 搜索 没有 用户 权限 复制 延迟 分区
                """)),
        end: "。")
}
